import { createStack, defineNeuron, type NetworkRecord } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { atOnce, programOf } from "@spikeloom/program";
import { describe, expect, it, vi } from "vitest";
import { allocate } from "../src/allocate.ts";
import { countShard } from "../src/build-shard.ts";
import { clockJob } from "../src/clock-job.ts";
import { type JobPlan, planOf } from "../src/job-plan.ts";
import { keptMemory } from "../src/memory/kept-memory.ts";
import { whole } from "../src/share.ts";
import * as synapses from "../src/synapses/synapse-building.ts";
import { eachRow } from "../src/synapses/synapse-rows.ts";
import { poolSize } from "../src/workers/pool-size.ts";

const stack = createStack({ plugins: [...connectors] });
const counter = defineNeuron({
  name: "counter",
  about: "Counts what arrives.",
  parameters: {},
  receptors: { in: { unit: "1", about: "count", on: { n: "n + weight" } } },
  state: { n: { initial: 0, unit: "1", about: "count" } },
});

type Projection = NonNullable<NetworkRecord["projections"]>[number];

function jobOf(size: number, fields: Partial<Projection> = {}, head: Partial<NetworkRecord> = {}) {
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    populations: { n: { model: counter, size } },
    projections: [
      {
        from: "n",
        to: "n",
        connector: { kind: "all-to-all" },
        weight: 1,
        delay: "1 ms",
        ...fields,
      },
    ],
    ...head,
  };
  const sink = { spikes: () => undefined, samples: () => undefined };
  const program = programOf(network, { stack, seed: 5 });
  const { precision = "f64" } = network;
  const job = clockJob(program, { stack, options: { precision }, sink });
  return { job, plan: planOf(program, job) };
}

const varied = {
  weight: { draw: "uniform", low: 1, high: 2 },
  delay: { draw: "uniform", low: "1 ms", high: "2 ms" },
} as const;

describe("the memory of synapses", () => {
  it("is known before they are drawn", () => {
    // 100 × 100 synapses: an index, and a weight if they differ.
    const bytes = (fields: Partial<Projection>, head: Partial<NetworkRecord> = {}): number =>
      keptMemory(jobOf(100, fields, head).plan, { workers: 1 }).parts.synapses;
    expect(bytes({})).toBe(20_000);
    expect(bytes(varied)).toBe(100_000);
    expect(bytes(varied, { precision: "f32" })).toBe(60_000);
    expect(bytes(varied, { tier: "compact" })).toBe(60_000);
    expect(bytes(varied, { tier: "packed" })).toBe(40_000);
  });

  it("determines the number of memories", () => {
    // 30 000² weights and indices take 10.8 GB in f64, somewhat more than three times 3.5 GiB.
    const { job, plan } = jobOf(30_000, varied);
    expect(poolSize({ ...job, workers: 1 }, plan)).toMatchObject({ workers: 1, shards: 3 });
    expect(poolSize({ ...job, workers: 2 }, plan)).toMatchObject({ workers: 2, shards: 4 });
    const tera = jobOf(2_000_000, varied);
    const { tooLarge } = poolSize(tera.job, tera.plan);
    expect(tooLarge).toEqual([expect.objectContaining({ code: "SL_SHARD_MEMORY" })]);
  });

  it.each([1, 3, 128])(
    "is shared by at most two workers per core, of which there are %i",
    (cores) => {
      vi.stubGlobal("navigator", { hardwareConcurrency: cores });
      const { job, plan } = jobOf(100);
      const { workers, reason } = poolSize({ ...job, workers: 4096 }, plan);
      const few = poolSize({ ...job, workers: 2 }, plan);
      vi.unstubAllGlobals();
      expect([workers, few.workers, few.reason]).toEqual([2 * cores, 2, "as requested"]);
      const said = `two for each of ${cores} ${cores === 1 ? "core" : "cores"}`;
      expect(reason).toBe(`${said}; 4096 were requested`);
    },
  );

  it("is reported if it is refused", () => {
    expect(() => allocate(2 ** 60, () => new ArrayBuffer(2 ** 60))).toThrow(`${2 ** 40} MiB`);
    const fault = new TypeError("Not about memory.");
    const fail = (): never => {
      throw fault;
    };
    expect(() => allocate(1, fail)).toThrow(fault);
  });
});

describe("drawn synapses", () => {
  const connector = { kind: "fixed-indegree", n: 7 } as const;
  const listed = (from: number, size: number) => ({
    indices: Array.from({ length: size }, (_, k) => from + k),
  });

  const drawn = (plan: JobPlan): unknown[] => {
    const rows: unknown[] = [];
    const [projection] = plan.projections;
    if (projection === undefined) throw new Error("There is no projection.");
    const part = { start: 0, every: 1, size: 50 };
    const rowsOf = eachRow(projection, { part, weights: true }, (row) => {
      const { own, partners, delays, weights } = row;
      const count = partners.length;
      const some = (values: typeof weights): unknown =>
        typeof values === "object" ? [...values.subarray(0, count)] : values;
      rows.push({
        own,
        partners: [...partners],
        delays: some(delays as never),
        weights: some(weights),
      });
    });
    atOnce(rowsOf);
    return rows;
  };

  it("are the same whether all neurons are selected or listed", () => {
    const rows = drawn(jobOf(50, { connector, ...varied }).plan);
    expect(rows).toHaveLength(50);
    const again = jobOf(50, { connector, ...varied, fromNeurons: listed(0, 50) }).plan;
    expect(drawn(again)).toEqual(rows);
    const targets = jobOf(50, { connector, ...varied, toNeurons: listed(0, 50) }).plan;
    expect(drawn(targets)).toEqual(rows);
  });

  it("count selected neurons within the population", () => {
    const range = jobOf(50, { connector, fromNeurons: { from: 10, until: 30 } }).plan;
    const sources = drawn(range).flatMap((row) => (row as { partners: number[] }).partners);
    expect(Math.min(...sources)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...sources)).toBeLessThan(30);
    expect(drawn(jobOf(50, { connector, fromNeurons: listed(10, 20) }).plan)).toEqual(drawn(range));
  });

  it("are counted by source and delay", () => {
    const { plan } = jobOf(50, { connector, ...varied });
    const [counts] = atOnce(countShard(plan, whole, { synapses })).counts;
    expect(counts?.total).toBe(350);
    expect([...(counts?.delays ?? [])]).toEqual([10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]);
    const parts = [0, 1, 2].map(
      (index) => atOnce(countShard(plan, { index, of: 3 }, { synapses })).counts[0],
    );
    expect(parts.reduce((sum, part) => sum + (part?.total ?? 0), 0)).toBe(350);
  });
});
