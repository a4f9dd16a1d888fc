import type { NetworkRecord } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { type LoihiDialectName, loihiSynapse } from "../src/index.ts";
import { head, notesOf, onChip } from "./run-chip.ts";

// Cases in which the public models of the chip disagree.

interface Corner {
  readonly parameters?: Readonly<Record<string, number>>;
  readonly initial?: Readonly<Record<string, number>>;
  /** Mantissas whose spikes arrive together in step 1. */
  readonly weights?: readonly number[];
  readonly format?: Readonly<Record<"bits" | "exponent" | "mixed", number>>;
  readonly steps?: number;
}

function corner({ parameters, initial, weights = [], format, steps = 2 }: Corner): NetworkRecord {
  return {
    ...head,
    duration: `${steps} ms`,
    populations: {
      S: {
        model: "spike-array",
        size: Math.max(1, weights.length),
        times: weights.length === 0 ? [[]] : weights.map(() => ["1 ms"]),
      },
      N: {
        model: "loihi-cuba",
        size: 1,
        parameters: { v_threshold: 131071, ...parameters },
        ...(initial && { initial }),
      },
    },
    projections:
      weights.length === 0
        ? []
        : [
            {
              name: "S to N",
              from: "S",
              to: "N",
              connector: { kind: "pairs", pairs: weights.map((_, k) => [k, 0]) },
              weight: weights,
              delay: "0 ms",
              ...(format && { synapse: loihiSynapse(format) }),
            },
          ],
    record: [{ population: "N", variables: ["spikes", "u", "v"] }],
  };
}

/** The last current of a case under each dialect. */
async function currents(one: Corner): Promise<Readonly<Record<LoihiDialectName, number>>> {
  const network = corner(one);
  const last = async (dialect: LoihiDialectName): Promise<number> =>
    (await onChip(network, { dialect })).values["u"]?.at(-1)?.[0] ?? Number.NaN;
  return { lava: await last("lava"), "nengo-loihi": await last("nengo-loihi") };
}

const format = { bits: 8, exponent: 0, mixed: 0 };

it("keeps one end of the current's range", async () => {
  // 8388544 keeps 8386496 and then 8384448, which is 65 * 64 below 2^23.
  const start = { parameters: { du: 0 }, initial: { u: 8_388_544 } };
  expect(await currents({ ...start, weights: [65] })).toEqual({
    lava: 2 ** 23,
    "nengo-loihi": -(2 ** 23),
  });
  const below = { parameters: { du: 0 }, initial: { u: -8_388_544 } };
  expect(await currents({ ...below, weights: [-65] })).toEqual({
    lava: 2 ** 23,
    "nengo-loihi": -(2 ** 23),
  });
});

it.each([
  [-127, 8, -128, -128],
  [-1, 8, -2, 0],
  [-3, 6, -8, 0],
  [5, 8, 4, 4],
  [3, 8, 2, 4],
])("stores the mixed mantissa %i in %i bits as %i or %i", async (weight, bits, lava, nengo) => {
  const found = await currents({ weights: [weight], format: { bits, exponent: 0, mixed: 1 } });
  expect(found).toEqual({ lava: 64 * lava, "nengo-loihi": 64 * nengo });
});

it("shifts the sum of weights with a negative exponent, or each of them", async () => {
  const halved = { ...format, exponent: -1 };
  // 9 / 2 is 4; each 3 / 2 is rounded to the even 2, and 5 / 2 too.
  expect(await currents({ weights: [3, 3, 3], format: halved })).toEqual({
    lava: 64 * 4,
    "nengo-loihi": 64 * 6,
  });
  expect(await currents({ weights: [5], format: halved })).toEqual({
    lava: 64 * 2,
    "nengo-loihi": 64 * 2,
  });
});

it("limits the accumulator, or not", async () => {
  const many = Array.from({ length: 130 }, () => 254);
  expect(await currents({ weights: many })).toEqual({ lava: 2_113_280, "nengo-loihi": -2_081_024 });
  const exact = Array.from({ length: 129 }, (_, k) => (k < 128 ? 254 : 256));
  expect(await currents({ weights: exact })).toEqual({
    lava: 2 ** 21,
    "nengo-loihi": -(2 ** 21),
  });
});

it("wraps the sum of current and bias, or not", async () => {
  const parameters = { du: 0, bias: 4095, bias_exp: 7 };
  const network = corner({ parameters, initial: { u: 8_388_544 }, steps: 1 });
  const nengo = await onChip(network);
  // 8386496 + 524160 - 2^24
  expect(nengo.values["v"]).toEqual([[-7_866_560]]);
  expect(nengo.spikes).toEqual([]);
  // The voltage is at its limit, above the greatest threshold.
  expect((await onChip(network, { dialect: "lava" })).spikes).toEqual([[0, 0]]);
});

it("limits the voltage to that of the core, which Lava does not have", async () => {
  const limited = corner({ parameters: { bias: 4095, v_max_exp: 0 }, steps: 1 });
  expect((await onChip(limited)).values["v"]).toEqual([[511]]);
  await expect(onChip(limited, { dialect: "lava" })).rejects.toThrow("SL_LOIHI_DIALECT");
  const resting = corner({ parameters: { refractory_steps: 2 } });
  await expect(onChip(resting, { dialect: "lava" })).rejects.toThrow("SL_LOIHI_DIALECT");
});

it("counts the numbers that left their registers", async () => {
  const many = Array.from({ length: 130 }, () => 254);
  expect(await notesOf(corner({ weights: many }))).toContain("N, wraps of the accumulator: 1");
  expect(await notesOf(corner({ weights: many }), { dialect: "lava" })).toContain(
    "N, no number left its register",
  );
  const wrapping = { parameters: { du: 0 }, initial: { u: 8_388_544 }, weights: [65] };
  expect(await notesOf(corner(wrapping), { chip: "reference" })).toContain(
    "N, wraps of the current: 1",
  );
});

it("decides before the run whether the dialects agree", async () => {
  expect(await notesOf(corner({ weights: [3, 5] }))).toContain(
    "N: no sum can leave its register, so the dialects agree",
  );
  const many = Array.from({ length: 130 }, () => 254);
  expect(await notesOf(corner({ weights: many }))).toContain(
    "N: sums of neuron 0 can leave their registers; see the counts",
  );
  // 127 * 254 * 64 is below 2^21, but a current that keeps all but 1 in 4096 settles far above 2^23.
  const slow = { parameters: { du: 0 }, weights: many.slice(0, 127) };
  expect(await notesOf(corner(slow))).toContain(
    "N: sums of neuron 0 can leave their registers; see the counts",
  );
  const mixed = { weights: [2, -1], format: { ...format, mixed: 1 } };
  expect(await notesOf(corner(mixed))).toContain(
    'N: the dialects store the weight -1 of "S to N" differently',
  );
});

it.each([
  ["SL_LOIHI_NEURON", { populations: { N: { model: "hodgkin-huxley", size: 1 } } }],
  ["SL_LOIHI_DELAY", { delay: "63 ms" }],
  ["SL_LOIHI_SYNAPSE", { synapse: { model: "loihi-synapse", parameters: { bits: 7 } } }],
] as const)("refuses with %s", async (code, change) => {
  const network = corner({ weights: [3] });
  const [projection] = network.projections ?? [];
  const changed =
    "populations" in change
      ? { ...network, ...change, projections: [], record: [] }
      : { ...network, projections: [{ ...projection, ...change }] };
  await expect(onChip(changed as NetworkRecord)).rejects.toThrow(code);
});
