import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { clock } from "@spikeloom/backend-clock";
import { createStack, type NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { frameworks } from "../src/index.ts";

/** Behaviour of a layer over 1000 steps, as computed by `tools/python/peers/step_rules.py`. */
interface Case {
  readonly model: string;
  readonly parameters: Readonly<Record<string, number | string>>;
  /** How the input was drawn. */
  readonly seed: number;
  readonly low: number;
  readonly high: number;
  readonly whole: boolean;
  /** Steps in which each neuron spiked, once for each spike. */
  readonly spikes: readonly (readonly number[])[];
  /** Potentials of all neurons, in each `every`-th step. */
  readonly v: readonly (readonly number[])[];
  readonly every: number;
}

interface Vectors {
  readonly library: string;
  readonly version: string;
  readonly cases: readonly Case[];
}

const steps = 1000;
/** Computed here, or live by `test:peers`. */
const kept = new URL("vectors/", import.meta.url);
const folder = process.env["SPIKELOOM_PEER_VECTORS"] ?? kept;
const path = (file: string): string | URL =>
  folder instanceof URL ? new URL(file, folder) : `${folder}/${file}`;
const libraries = readdirSync(folder)
  .filter((file) => file.endsWith(".json.gz"))
  .map((file) => JSON.parse(gunzipSync(readFileSync(path(file))).toString()) as Vectors);
const cases = libraries.flatMap(({ library, version, cases: all }) =>
  all.map((one) => [`${one.model} as ${library} ${version}`, one] as const),
);

/** The number that `drawn` of step_rules.py derives from a seed, a step and a neuron. */
function drawn({ seed, low, high, whole }: Case, step: number, neuron: number): number {
  let h = (Math.imul(step, 374761393) + Math.imul(neuron, 668265263)) | 0;
  h = (h + Math.imul(seed, 2246822519)) | 0;
  h = Math.imul(h ^ (h >>> 13), 1274126177);
  h = Math.imul(h ^ (h >>> 16), 2246822519);
  const x = low + (high - low) * (((h ^ (h >>> 13)) >>> 0) / 2 ** 32);
  return whole ? Math.floor(x) : x;
}

function networkOf(one: Case): NetworkRecord {
  const size = one.spikes.length;
  const { model, parameters } = one;
  const stimuli = Array.from({ length: size }, (_, k) => ({
    kind: "time-array",
    into: "layer",
    input: "x_values",
    every: "1 ms",
    neurons: { indices: [k] },
    values: { values: Array.from({ length: steps }, (_none, step) => drawn(one, step, k)) },
  }));
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: `${steps} ms`,
    seed: 1,
    convention: "frameworks",
    populations: { layer: { model, size, parameters } },
    stimuli,
    record: [{ population: "layer", variables: ["spikes", "v"] }],
  } as unknown as NetworkRecord;
}

describe.each(cases)("%s", (_, one) => {
  it("behaves identically in 1000 random steps", async () => {
    const stack = createStack({ plugins: frameworks });
    const result = await run(networkOf(one), { stack, backend: clock() });
    const { spikes, samples } = result.recordings[0] ?? {};
    const found = one.spikes.map(() => [] as number[]);
    spikes?.times.forEach((time, k) => {
      found[spikes.neurons[k] ?? -1]?.push(Math.round(time) - 1);
    });
    expect(found).toEqual(one.spikes);
    const values = samples?.get("v")?.values ?? new Float64Array(0);
    const size = one.spikes.length;
    expect(values).toHaveLength(steps * size);
    expect(one.v).toHaveLength(steps / one.every);
    for (const [row, wanted] of one.v.entries()) {
      const step = (row + 1) * one.every - 1;
      for (const [k, v] of wanted.entries()) {
        // Sums of 64 bits in another order, stored to 13 digits; differences decay with the potential.
        const room = 1e-11 * Math.max(1, Math.abs(v));
        const got = values[step * size + k] ?? Number.NaN;
        expect(Math.abs(got - v), `v[${k}] in step ${step}: ${got}, not ${v}`).toBeLessThan(room);
      }
    }
  });
});

it("has a case for every neuron of this package", () => {
  const tried = cases.map(([, { model }]) => model);
  // Lava is in no package index; if it is not installed, the integers stored here are compared.
  const wanted = frameworks
    .map(({ name }) => name)
    .filter((name) => folder === kept || name !== "lava-lif");
  expect(tried.filter((name) => wanted.includes(name)).sort()).toEqual(wanted.sort());
});
