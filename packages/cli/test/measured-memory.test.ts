import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type { NetworkRecord, PopulationRecord, ProjectionRecord } from "@spikeloom/kernel";
import { beforeAll, describe, expect, it } from "vitest";
import { run } from "../src/index.ts";

const child = fileURLToPath(new URL("memory-child.ts", import.meta.url));

interface Memory {
  readonly estimated: number;
  /** The most that the operating system has seen. */
  readonly measured: number;
}

/** Run a network in a process of its own. */
async function memoryOf(network: NetworkRecord, workers: number): Promise<Memory> {
  const task = JSON.stringify({ network, workers });
  const args = ["--conditions=@spikeloom/source", child, task];
  const env = { ...process.env, NODE_OPTIONS: "" };
  const running = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"], env });
  const [printed] = await Promise.all([text(running.stdout), once(running, "close")]);
  return JSON.parse(printed) as Memory;
}

/** Neurons that fire, so that what is laid out for their spikes is in use. */
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

const drive = { kind: "poisson", into: "A", receptor: "excitatory", rate: "1 kHz" } as const;
const networks: readonly (readonly [string, NetworkRecord])[] = [
  ["many neurons", neurons(2e6)],
  ["many synapses of one weight", connected(40_000, { weight: "1 pA" })],
  ["driven neurons", { ...neurons(1e6), stimuli: [{ ...drive, weight: "1 pA" }] }],
  ["weights in tier exact", connected(10_000, {})],
  ["weights in tier packed", connected(20_000, {}, { tier: "packed" })],
];

describe("the memory that was promised is what the system measures, within a fifth", () => {
  // Sources take more to load than the built command, and how much depends on the machine.
  const loading = new Map<number, number>();
  beforeAll(async () => {
    for (const workers of [1, 2]) {
      const { estimated, measured } = await memoryOf(neurons(10), workers);
      loading.set(workers, measured - estimated);
    }
  }, 60_000);

  // One worker and two in turn: each kind of memory is met, in a few seconds.
  const cases = networks.map(([name, network], k) => ({ name, network, w: 1 + (k % 2) }));
  it.each(cases)("$name, $w workers", { timeout: 60_000 }, async ({ network, w }) => {
    const { estimated, measured } = await memoryOf(network, w);
    const promised = estimated + (loading.get(w) ?? Number.NaN);
    expect(promised / measured).toBeGreaterThan(1 / 1.2);
    expect(promised / measured).toBeLessThan(1.2);
  });
});

it("ends a run that passes its limit with what it records", async () => {
  const network: NetworkRecord = {
    ...neurons(10_000),
    duration: "100 s",
    record: [{ population: "A", variables: ["v"], every: "0.1 ms" }],
  };
  // 800 MB a second of simulated time are held.
  const running = run(network, { workers: 1, memory: 300e6 });
  await expect(running).rejects.toMatchObject({ code: "SL_RUN_MEMORY", place: "memory" });
}, 60_000);
