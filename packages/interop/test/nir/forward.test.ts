import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { bytesSource, type NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import {
  type NetworkFromNir,
  type NirProfileName,
  type NirReset,
  networkFromNir,
  readNir,
} from "../../src/nir/index.ts";
import { runNetwork } from "./run-network.ts";

// What `tools/python/make_nir_vectors.py` had snnTorch and norse do, in 32 bits, and `peers/nir_passes.py` others.
const folder = new URL("vectors/", import.meta.url);
const cases = readdirSync(folder).flatMap((file) => file.match(/^([^.]*)\.json$/)?.[1] ?? []);

interface Layer {
  /** Neurons that spiked, in each step. */
  readonly spikes: readonly (readonly number[])[];
  /** Potentials of the first neurons after each step. */
  readonly v: readonly (readonly number[])[];
}

interface Vectors {
  readonly library: NirProfileName;
  readonly dt: number;
  readonly input?: "values";
  readonly reset?: NirReset;
  /** Inputs that spike in each step, or their values. */
  readonly given: readonly (readonly number[])[];
  readonly layers: Readonly<Record<string, Layer>>;
}

async function read(name: string): Promise<{ vectors: Vectors; made: NetworkFromNir }> {
  const vectors = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Vectors;
  const bytes = gunzipSync(readFileSync(new URL(`${name}.nir.gz`, folder)));
  const { node } = await readNir(bytesSource(name, bytes));
  const { library: profile, input, reset } = vectors;
  return { vectors, made: networkFromNir(node, { profile, input, reset }) };
}

/** Give a network its input, and record all its neurons. */
function driven({ network }: NetworkFromNir, vectors: Vectors, steps: number): NetworkRecord {
  const { given, input } = vectors;
  const dt = 1000 * vectors.dt;
  const { populations } = network;
  const population = populations["input"];
  if (population === undefined) throw new Error("no input");
  const times = Array.from({ length: population.size }, (_, k) =>
    given.flatMap((spikes, step) => (spikes.includes(k) ? [(step + 1) * dt] : [])),
  );
  const stimuli = Array.from({ length: population.size }, (_, k) => ({
    kind: "time-array",
    into: "input",
    every: `${dt} ms`,
    neurons: { indices: [k] },
    values: { values: given.map((values) => values[k] ?? 0) },
  }));
  return {
    ...network,
    duration: `${steps * dt} ms`,
    populations: { ...populations, ...(input ? {} : { input: { ...population, times } }) },
    stimuli: (input ? stimuli : []) as NetworkRecord["stimuli"] & object,
    record: Object.keys(vectors.layers).map((name) => ({
      population: name,
      variables: ["spikes", "v"],
    })),
  };
}

describe.each(cases)("%s", (name) => {
  it("equals the library in each step", async () => {
    const { vectors, made } = await read(name);
    const steps = vectors.given.length;
    const dt = 1000 * vectors.dt;
    const last = Math.max(...made.stages.values());
    const result = await runNetwork(driven(made, vectors, steps + last));
    for (const [layer, wanted] of Object.entries(vectors.layers)) {
      const stage = made.stages.get(layer) ?? Number.NaN;
      const recording = result.recordings.find(({ population }) => population === layer);
      const { spikes, samples } = recording ?? {};
      const found = Array.from({ length: steps }, () => [] as number[]);
      spikes?.times.forEach((time, k) => {
        found[Math.round(time / dt) - 1 - stage]?.push(spikes.neurons[k] ?? -1);
      });
      expect(found, `spikes of ${layer}`).toEqual(wanted.spikes);
      const values = samples?.get("v")?.values ?? new Float64Array(0);
      const size = made.network.populations[layer]?.size ?? 0;
      for (const [step, row] of wanted.v.entries()) {
        for (const [k, v] of row.entries()) {
          const got = values[(step + stage) * size + k] ?? Number.NaN;
          // A step loses some 2^-24 of the largest sum of inputs, and forgets slowly.
          const room = 2e-5 * Math.max(1, Math.abs(v));
          expect(
            Math.abs(got - v),
            `v of ${layer}[${k}] in step ${step}: ${got}, not ${v}`,
          ).toBeLessThan(room);
        }
      }
    }
  });
});

it("has vectors of all libraries, at least ten graphs", () => {
  expect(cases.length).toBeGreaterThanOrEqual(10);
  const counts = {
    snntorch: 8,
    norse: 6,
    spikingjelly: 3,
    sinabs: 2,
    rockpool: 1,
    spyx: 3,
    lava: 1,
  };
  for (const [library, least] of Object.entries(counts)) {
    const own = cases.filter((name) => name.startsWith(library));
    expect(own.length, library).toBeGreaterThanOrEqual(least);
  }
});
