import { readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import {
  bytesSource,
  createStack,
  type NetworkRecord,
  readFormat,
  type StimulusRecord,
  thingOf,
  writeFormat,
} from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { defaultStack } from "../../../../tools/test/default-stack.ts";
import { formats } from "../../src/formats/index.ts";
import { type NirGraph, type NirNode, networkFromNir } from "../../src/nir/index.ts";
import { runNetwork } from "./run-network.ts";

// Forward passes of snnTorch, norse and others: see forward.test.ts.
const folder = new URL("vectors/", import.meta.url);
const cases = readdirSync(folder).flatMap((file) => file.match(/^([^.]*)\.json$/)?.[1] ?? []);
const stack = createStack({ plugins: formats });

interface Vectors {
  readonly library: string;
  readonly dt: number;
  readonly input?: "values";
  readonly reset?: string;
  readonly given: readonly (readonly number[])[];
  readonly layers: Readonly<
    Record<
      string,
      {
        readonly spikes: readonly (readonly number[])[];
        readonly v: readonly (readonly number[])[];
      }
    >
  >;
}

/** Write the input of each step as `numpy.save` does. */
function npy({ given, input }: Vectors, size: number): Uint8Array {
  const rows = given.map((row) =>
    input ? row : Array.from({ length: size }, (_, k) => (row.includes(k) ? 1 : 0)),
  );
  const head = `{'descr': '<f8', 'fortran_order': False, 'shape': (${rows.length}, ${size}), }`;
  const line = `${head.padEnd(117)}\n`;
  const start = Uint8Array.of(0x93, ...Buffer.from("NUMPY"), 1, 0, line.length, 0);
  const data = new Uint8Array(Float64Array.from(rows.flat()).buffer);
  return Buffer.concat([start, Buffer.from(line), data]);
}

/** Read a graph with its input as the command does, aligned. */
async function read(name: string): Promise<{ vectors: Vectors; network: NetworkRecord }> {
  const vectors = JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as Vectors;
  const bytes = gunzipSync(readFileSync(new URL(`${name}.nir.gz`, folder)));
  const { library: profile, input, reset } = vectors;
  const options = { profile, align: true, ...(input && { input }), ...(reset && { reset }) };
  const from = async (more: object): Promise<NetworkRecord> => {
    const beside = async (): Promise<ReturnType<typeof bytesSource>> =>
      bytesSource("in.npy", npy(vectors, size));
    const given = { stack, options: { ...options, ...more }, beside };
    const { thing } = await readFormat(stack.get("format", "nir"), bytesSource(name, bytes), given);
    return thingOf(thing, "network").network;
  };
  const size = (await from({})).populations["input"]?.size ?? 0;
  return { vectors, network: await from({ data: "in.npy" }) };
}

describe.each(cases)("%s, aligned", (name) => {
  it("records each layer at the steps of the library's forward pass", async () => {
    const { vectors, network } = await read(name);
    const steps = vectors.given.length;
    const layers = Object.keys(vectors.layers);
    const added = layers.map((population) => ({ population, variables: ["spikes", "v"] }));
    const own = network.record ?? [];
    const result = await runNetwork({ ...network, record: [...own, ...added] });
    const rowOf = (time: number): number => Math.round(time / (1000 * vectors.dt)) - 1;
    for (const [k, layer] of layers.entries()) {
      const { spikes, samples } = result.recordings[own.length + k] ?? {};
      const found = Array.from({ length: steps }, () => [] as number[]);
      spikes?.times.forEach((time, i) => {
        found[rowOf(time)]?.push(spikes.neurons[i] ?? -1);
      });
      expect(found, `spikes of ${layer}`).toEqual(vectors.layers[layer]?.spikes);
      const v = samples?.get("v");
      const size = network.populations[layer]?.size ?? 0;
      const rows = new Map(Array.from(v?.times ?? [], (time, row) => [rowOf(time), row]));
      for (const [step, wanted] of (vectors.layers[layer]?.v ?? []).entries()) {
        for (const [neuron, value] of wanted.entries()) {
          const got = v?.values[(rows.get(step) ?? Number.NaN) * size + neuron] ?? Number.NaN;
          const room = 2e-5 * Math.max(1, Math.abs(value));
          expect(Math.abs(got - value), `v of ${layer} in step ${step}`).toBeLessThan(room);
        }
      }
    }
    // Outputs are recorded for the rows of the input alone.
    for (const { spikes, samples } of result.recordings.slice(0, own.length)) {
      for (const time of spikes?.times ?? []) {
        expect(rowOf(time)).toBeGreaterThanOrEqual(0);
        expect(rowOf(time)).toBeLessThan(steps);
      }
      for (const { times } of samples.values()) {
        expect([...times].map(rowOf)).toEqual([...Array(steps).keys()]);
      }
    }
  });
});

it("aligns graphs of several layers, including recurrent ones", async () => {
  const lags = await Promise.all(
    cases.map(async (name) => {
      const { populations } = (await read(name)).network;
      return Object.values(populations).flatMap(({ lag }) => (lag === undefined ? [] : [lag]));
    }),
  );
  expect(lags.filter((all) => new Set(all).size >= 2).length).toBeGreaterThanOrEqual(10);
  const recurrent = lags[cases.indexOf("snntorch-recurrent")] ?? [];
  expect(recurrent.length).toBeGreaterThan(0);
});

const one = (value: number) => ({ shape: [1], values: Float64Array.of(value) });
const iaf = { type: "IF", r: one(1e4), v_threshold: one(0.5), v_reset: one(0) } as const;

function chained(...edges: readonly (readonly [string, string])[]): NirGraph {
  const nodes = new Map<string, NirNode>([
    ["input", { type: "Input", shape: [1] }],
    ["a", iaf],
    ["b", iaf],
    ["output", { type: "Output", shape: [1] }],
  ]);
  return { type: "NIRGraph", nodes, edges };
}

const chain = [
  ["input", "a"],
  ["a", "b"],
  ["b", "output"],
] as const;

it("refuses a cycle of several neuron nodes, whose signals arrive later than in a pass", () => {
  const graph = chained(...chain, ["b", "a"]);
  expect(networkFromNir(graph).losses.map(({ code }) => code)).toContain("recurrence");
  expect(() => networkFromNir(graph, { align: true }, "g.nir")).toThrow(
    expect.objectContaining({ code: "SL_NIR_ALIGN", place: "g.nir/nodes/a" }),
  );
});

it("leaves the run itself as it is", async () => {
  const stimuli: readonly StimulusRecord[] = [
    { kind: "time-array", into: "input", every: "0.1 ms", values: { values: [1, 0, 1, 1, 0] } },
  ];
  const runOf = async (align: boolean) => {
    const { network } = networkFromNir(chained(...chain), { align, input: "values" });
    const record = ["a", "b"].map((population) => ({ population, variables: ["spikes"] }));
    return await runNetwork({ ...network, duration: "1 ms", stimuli, record });
  };
  const [plain, aligned] = [await runOf(false), await runOf(true)];
  expect(aligned.spikeHash).toBe(plain.spikeHash);
  expect(plain.spikeCounts["b"]).toBeGreaterThan(0);
  expect(aligned.spikeCounts).toEqual(plain.spikeCounts);
});

it("is reported by formats whose simulators do not align", async () => {
  const populations = {
    source: { model: "spike-array", size: 2, times: [1, 2] },
    cells: { model: "lif-curr-exp", size: 2, lag: "0.2 ms" },
  };
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    duration: "5 ms",
    populations,
    record: [{ population: "cells", variables: ["spikes"] }],
  };
  for (const name of ["brian2", "nest", "pynn", "lems", "neuroml", "sonata", "nir"]) {
    const format = defaultStack.get("format", name);
    const thing = { holds: "network", network } as const;
    const { losses } = await writeFormat(format, thing, { stack: defaultStack });
    expect(
      losses.map(({ place }) => place),
      name,
    ).toContain("populations.cells.lag");
  }
});
