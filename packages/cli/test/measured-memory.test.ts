import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { writeNetworkFiles } from "@spikeloom/interop/hdf5";
import type { NetworkRecord, PopulationRecord, ProjectionRecord } from "@spikeloom/kernel";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { scriptFlags } from "../../../tools/test/script-flags.ts";
import { run } from "../src/index.ts";

const folder = mkdtempSync(join(tmpdir(), "spikeloom-memory-"));
afterAll(() => rmSync(folder, { recursive: true }));

const child = fileURLToPath(new URL("memory-child.ts", import.meta.url));

interface Memory {
  readonly estimated: number;
  /** Peak memory as measured by the operating system. */
  readonly measured: number;
}

/** Run a network in a separate process. */
async function memoryOf(
  network: NetworkRecord | string,
  workers: number,
  out?: string,
): Promise<Memory> {
  return (await ran({ network, workers, ...(out !== undefined && { out }) })) as Memory;
}

async function ran(given: {
  readonly network: NetworkRecord | string;
  readonly workers: number;
  readonly memory?: number;
  readonly held?: number;
  readonly out?: string;
  readonly stepped?: { readonly revisable: boolean };
}): Promise<unknown> {
  const task = JSON.stringify(given);
  // V8 lets the young generation of each thread grow to 48 MiB; the actual size depends on how busy the machine is.
  const flags = ["--expose-gc", "--max-semi-space-size=4"];
  const args = [...flags, ...scriptFlags, child, task];
  const env = { ...process.env, NODE_OPTIONS: "" };
  const running = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], env });
  const [printed] = await Promise.all([text(running.stdout), once(running, "close")]);
  return JSON.parse(printed);
}

/** Neurons that fire, so that the memory for their spikes is used. */
function neurons(size: number, more: Partial<PopulationRecord> = {}): NetworkRecord {
  const parameters = { i_offset: "1 nA" };
  const initial = { v: { draw: "uniform", low: "-65 mV", high: "-50 mV" } } as const;
  return {
    format: "spikeloom-network",
    version: 1,
    duration: "10 ms",
    populations: { A: { model: "lif-curr-exp", size, parameters, initial, ...more } },
  };
}

const own = { draw: "normal", mean: "1 pA", sd: "0.1 pA", min: "0 pA" } as const;

/** The same with a thousand synapses on each. */
function connected(
  size: number,
  more: Partial<ProjectionRecord>,
  head: Partial<NetworkRecord> = {},
): NetworkRecord {
  const connector = { kind: "fixed-indegree", n: 1000 };
  const ends = { from: "A", to: "A", receptor: "excitatory", connector } as const;
  const projection = { ...ends, weight: own, delay: "1.5 ms", ...more };
  return { ...neurons(size), ...head, projections: [projection] };
}

/** The same with few synapses on each of many neurons. */
function plasticOf(size: number, n: number, more: Partial<ProjectionRecord>): NetworkRecord {
  return connected(size, { connector: { kind: "fixed-indegree", n }, ...more });
}

const drive = { kind: "poisson", into: "A", receptor: "excitatory", rate: "1 kHz" } as const;
const drawnDelay = { draw: "uniform", low: "1 ms", high: "10 ms" } as const;
const sources = (model: string, size: number, rate: string): NetworkRecord => ({
  ...neurons(10),
  populations: { A: { model, size, parameters: { rate } } },
});
const quiet = { parameters: { i_offset: "0 nA" } };
/** A million neurons with delays of 50 ms: the space reserved for their spikes is not used yet. */
const farAway: NetworkRecord = {
  ...connected(10, { connector: { kind: "fixed-indegree", n: 10 }, delay: "50 ms" }),
  populations: neurons(500_000, quiet).populations,
};
const recordsPotential: NetworkRecord = {
  ...neurons(10_000),
  duration: "1 s",
  record: [{ population: "A", variables: ["v"], every: "1 ms" }],
};

const networks: readonly (readonly [string, NetworkRecord])[] = [
  ["many neurons", neurons(2e6)],
  ["weights in tier exact", connected(10_000, {})],
  ["driven neurons", { ...neurons(1e6), stimuli: [{ ...drive, weight: "1 pA" }] }],
  ["plastic synapses of many targets", plasticOf(200_000, 10, { plasticity: "stdp-pair" })],
  ["long delays", farAway],
];
/** Networks that also run under `test --long`, each with one worker and with two. */
const more: readonly (readonly [string, NetworkRecord])[] = [
  ["many synapses of one weight", connected(40_000, { weight: "1 pA" })],
  ["weights in tier packed", connected(20_000, {}, { tier: "packed" })],
  ["sources that draw", sources("poisson", 300_000, "10 Hz")],
  ["potentials that are held", recordsPotential],
  ["pairs of spikes", connected(10_000, { plasticity: "stdp-pair" })],
  ["pairs and many delays", connected(10_000, { plasticity: "stdp-pair", delay: drawnDelay })],
  ["triplets of spikes", connected(10_000, { plasticity: "stdp-triplet" })],
  ["nearest spikes", connected(10_000, { plasticity: "stdp-nearest-symmetric" })],
  ["a rule that reads potentials", connected(5000, { plasticity: "clopath" })],
  ["a third factor", connected(5000, { plasticity: "r-stdp" })],
  ["depressing synapses", connected(10_000, { synapse: "tsodyks-markram" })],
  ["sources with a dead time", sources("poisson-refractory", 200_000, "10 Hz")],
  ["faster sources", sources("poisson", 100_000, "30 Hz")],
];

describe("the estimated memory equals the measured memory, within a fifth", () => {
  // Loading sources takes more memory than the built command, by an amount that depends on the machine.
  const loading = new Map<number, number>();
  beforeAll(async () => {
    for (const workers of [1, 2]) {
      // The first process compiles code that later ones find compiled.
      await memoryOf(neurons(10), workers);
      const { estimated, measured } = await memoryOf(neurons(10), workers);
      loading.set(workers, measured - estimated);
    }
  }, 60_000);

  // One worker and two, alternately: this covers each kind of memory in a few seconds.
  const cases = long
    ? [...networks, ...more].flatMap(([name, network]) => [1, 2].map((w) => ({ name, network, w })))
    : networks.map(([name, network], k) => ({ name, network, w: 1 + (k % 2) }));
  it.each(cases)("$name, $w workers", { timeout: 60_000 }, async ({ network, w }) => {
    const { estimated, measured } = await memoryOf(network, w);
    const promised = estimated + (loading.get(w) ?? Number.NaN);
    expect(promised / measured).toBeGreaterThan(1 / 1.2);
    expect(promised / measured).toBeLessThan(1.2);
  });

  const isWithin = ({ estimated, measured }: Memory): void => {
    const promised = estimated + (loading.get(1) ?? Number.NaN);
    expect(promised / measured).toBeGreaterThan(1 / 1.2);
    expect(promised / measured).toBeLessThan(1.2);
  };

  it("spikes of a short run that go to a file", { timeout: 60_000 }, async () => {
    // A hundred spikes per second and neuron, as estimated for data that goes to a file.
    const record = [{ population: "A", variables: ["spikes"] }];
    const busy = { parameters: { i_offset: "0.7 nA" } };
    const fast: NetworkRecord = { ...neurons(40_000, busy), duration: "500 ms", record };
    isWithin(await memoryOf(fast, 1, join(folder, "fast.h5")));
  });

  it("potentials that go to a file", { timeout: 60_000 }, async () => {
    const record = [{ population: "A", variables: ["v"] }];
    const sampled: NetworkRecord = { ...neurons(10_000), duration: "150 ms", record };
    // How much has been written before the peak differs between processes.
    const runs = [
      await memoryOf(sampled, 1, join(folder, "sampled.h5")),
      await memoryOf(sampled, 1, join(folder, "again.h5")),
    ];
    isWithin(runs.reduce((most, one) => (one.measured > most.measured ? one : most)));
  });

  // Two rarer kinds of memory, which take 12 s of CPU time.
  if (long) {
    it("sums of future steps of a network that may change", { timeout: 60_000 }, async () => {
      // Forty thousand sums in each of 256 steps; without changes, spikes would be delivered row by row.
      const delay = { draw: "uniform", low: "1 ms", high: "20 ms" } as const;
      const connector = { kind: "fixed-indegree", n: 200 };
      const network: NetworkRecord = {
        ...connected(40_000, { connector, delay }),
        duration: "30 ms",
      };
      const stepped = { revisable: true };
      isWithin((await ran({ network, workers: 1, stepped })) as Memory);
    });

    it("pairs with weights from a data file", { timeout: 60_000 }, async () => {
      const [size, count] = [10_000, 4_000_000];
      const pairs = Uint32Array.from({ length: 2 * count }, (_, k) => (k * 7919) % size);
      const weight = { values: new Float64Array(count).fill(1), unit: "pA" };
      const listed = connected(size, { connector: { kind: "pairs", pairs }, weight });
      const file = join(folder, "listed.json");
      await writeNetworkFiles(listed, file);
      // How much of the reader's garbage is collected in time differs between processes.
      const runs = [await memoryOf(file, 1), await memoryOf(file, 1)];
      isWithin(runs.reduce((least, one) => (one.measured < least.measured ? one : least)));
    });
  }
});

it("refuses recordings in memory, and ends a run that exceeds its limit nevertheless", async () => {
  const record = [{ population: "A", variables: ["v"], every: "0.1 ms" }];
  const sampled: NetworkRecord = { ...neurons(10_000), duration: "10 s", record };
  const limit = { workers: 1, memory: 160e6 };
  await expect(run(sampled, limit)).rejects.toMatchObject({ code: "SL_MEMORY" });
  // Two hundred spikes per second and neuron, where ten are expected.
  const spikes = [{ population: "A", variables: ["spikes"] }];
  const fast: NetworkRecord = { ...neurons(10_000), duration: "10 s", record: spikes };
  // Otherwise memory that this process already uses would hide it.
  expect(await ran({ network: fast, ...limit })).toEqual({
    code: "SL_RUN_MEMORY",
    place: "memory",
  });
}, 60_000);

it("ends a simulation that a script advances past its limit", async () => {
  const spikes = [{ population: "A", variables: ["spikes"] }];
  const fast: NetworkRecord = { ...neurons(10_000), duration: "10000 ms", record: spikes };
  const stepped = { revisable: false };
  expect(await ran({ network: fast, workers: 1, memory: 160e6, stepped })).toEqual({
    code: "SL_RUN_MEMORY",
    place: "memory",
  });
}, 60_000);

it("ends a run that grows into memory that its script has released", async () => {
  const spikes = [{ population: "A", variables: ["spikes"] }];
  const fast: NetworkRecord = { ...neurons(10_000), duration: "10 s", record: spikes };
  const limit = { workers: 1, memory: 160e6 };
  expect(await ran({ network: fast, ...limit, held: 400e6 })).toEqual({
    code: "SL_RUN_MEMORY",
    place: "memory",
  });
}, 60_000);
