import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { loihiGradedSynapse, loihiSynapse } from "../src/index.ts";
import { chips, head, notesOf, onChip } from "./run-chip.ts";

// Networks that tools/python/loihi_vectors.py ran with Lava's fixed-point process models.

interface Projection {
  readonly bits: number;
  readonly exponent: number;
  readonly mixed: number;
  /** By source, then by target. */
  readonly weights: readonly (readonly number[])[];
}

interface Case {
  readonly model: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly inputs: readonly (readonly number[])[];
  readonly outside: Projection;
  readonly imaginary?: Projection;
  readonly recurrent: Projection;
  readonly spikes: readonly (readonly [step: number, neuron: number])[];
  /** Values by variable, step by step; without a payload that is not sent. */
  readonly values: Readonly<Record<string, readonly (readonly number[])[]>>;
}

const file = new URL("vectors/loihi-2.json.gz", import.meta.url);
const { cases, steps } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as {
  readonly cases: readonly Case[];
  readonly steps: number;
};

/** Name of the variable that the script calls the payload. */
const sentOf = ({ model }: Case): string =>
  model.startsWith("loihi-resonate") ? "fired" : "payload";

function networkOf(one: Case): NetworkRecord {
  const { model, parameters, inputs, outside, imaginary, recurrent, values } = one;
  const isResonator = imaginary !== undefined;
  const projection = (
    from: string,
    { weights, bits, exponent, mixed }: Projection,
    receptor?: string,
  ) => ({
    from,
    to: "N",
    connector: {
      kind: "pairs",
      pairs: weights.flatMap((own, source) => own.map((_, target) => [source, target])),
    },
    weight: weights.flat(),
    delay: "0 ms",
    ...(receptor && { receptor }),
    synapse: (from === "N" && !isResonator ? loihiGradedSynapse : loihiSynapse)({
      bits,
      exponent,
      mixed,
    }),
  });
  const real = isResonator ? "real" : undefined;
  const states = Object.keys(values).filter((name) => name !== "payload");
  return {
    ...head,
    duration: `${steps} ms`,
    populations: {
      outside: {
        model: "spike-array",
        size: inputs.length,
        times: inputs.map((own) => own.map((step) => `${step + 1} ms`)),
      },
      N: { model, size: 2, parameters },
    },
    projections: [
      projection("outside", outside, real),
      ...(imaginary ? [projection("outside", imaginary, "imaginary")] : []),
      projection("N", recurrent, real),
    ],
    record: [{ population: "N", variables: ["spikes", sentOf(one), ...states] }],
  };
}

const models = [...new Set(cases.map(({ model }) => model))];

it("contain all models, and spikes of each", () => {
  expect(models).toHaveLength(6);
  for (const name of models) {
    const own = cases.filter(({ model }) => model === name);
    expect(own.length).toBeGreaterThanOrEqual(25);
    expect(own.filter(({ spikes }) => spikes.length > 0).length).toBeGreaterThan(own.length / 2);
  }
});

/** One of so many cases of a model runs on a target; all run under `--long`. */
const everyOf = (chip: string): number => (long ? 1 : chip === "wasm" ? 3 : 8);

describe.each(Object.keys(chips))("on %s", (chip) => {
  it.each(models)("%s has the states, payloads and spikes of Lava", async (model) => {
    const own = cases.filter((other) => other.model === model);
    const some = own.filter((_, k) => k % everyOf(chip) === 0);
    for (const one of some) {
      const { values, spikes } = await onChip(networkOf(one), { chip, dialect: "lava" });
      const { [sentOf(one)]: payload, ...states } = values;
      expect({ ...states, payload }).toEqual(one.values);
      expect(spikes).toEqual(one.spikes);
    }
  });
});

describe("refusals and reports", () => {
  const first = (model: string): NetworkRecord =>
    networkOf(cases.find((one) => one.model === model) as Case);

  it("refuses them in the dialect of NengoLoihi", async () => {
    await expect(onChip(first("loihi-delta"))).rejects.toThrow(
      expect.objectContaining({ code: "SL_LOIHI_DIALECT", place: "populations.N.model" }),
    );
  });

  it("refuses synapses that ignore payloads", async () => {
    const network = first("loihi-graded");
    const projections = (network.projections ?? []).map((one) =>
      one.from === "N" ? { ...one, synapse: loihiSynapse({ mixed: 1 }) } : one,
    );
    await expect(onChip({ ...network, projections }, { dialect: "lava" })).rejects.toThrow(
      expect.objectContaining({ code: "SL_LOIHI_SYNAPSE", got: '"loihi-synapse"' }),
    );
  });

  it("refuses delays of payloads", async () => {
    const network = first("loihi-graded");
    const projections = (network.projections ?? []).map((one) =>
      one.from === "N" ? { ...one, delay: "1 ms" } : one,
    );
    await expect(onChip({ ...network, projections }, { dialect: "lava" })).rejects.toThrow(
      expect.objectContaining({ code: "SL_LOIHI_DELAY", got: "1 steps" }),
    );
  });

  it("counts values of more than 24 bits", async () => {
    const network = first("loihi-sigma-delta");
    const populations = {
      ...network.populations,
      N: {
        model: "loihi-sigma-delta",
        size: 2,
        // 64 * 2**18 is 2**24; the sum of the input stays far below 2**23.
        parameters: { bias: 2 ** 18, spike_exp: 3, state_exp: 3, v_threshold: 2 ** 23 - 1 },
      },
    };
    const notes = await notesOf({ ...network, populations }, { dialect: "lava" });
    expect(notes).toContain(`N, values of more than 24 bits: ${2 * steps}`);
    expect(notes).toContain("cores: not counted, as their limits are those of Loihi 1");
  });
});
