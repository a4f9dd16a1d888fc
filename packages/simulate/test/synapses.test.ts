import type { NetworkRecord, SynapseRecorderRecord } from "@spikeloom/kernel";
import { checkNetwork, readNetwork, writeNetwork } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import {
  lastWeights,
  recordedConnections,
  run,
  type SynapseRecording,
  weightCourses,
  weightOverview,
  weightSeries,
  withFixedWeights,
} from "../src/index.ts";
import { counters, plasticBackend, stack } from "./plastic-backend.ts";

const backend = plasticBackend();

async function recorded(
  recorder: Partial<SynapseRecorderRecord>,
  options: { readonly backend?: typeof backend; readonly extra?: Partial<NetworkRecord> } = {},
): Promise<SynapseRecording> {
  const network = counters({
    recordSynapses: [{ projection: "A->B", ...recorder }],
    ...options.extra,
  });
  const result = await run(network, { stack, backend: options.backend ?? backend });
  const [first] = result.synapseRecordings;
  if (first === undefined) throw new Error("nothing recorded");
  return first;
}

const timesOf = ({ sets }: SynapseRecording, set = 0, variable = "weight"): readonly number[] => [
  ...(sets[set]?.snapshots.get(variable)?.times ?? []),
];

describe("recorded synapses", () => {
  it("have a snapshot at the start and one at the end", async () => {
    const found = await recorded({});
    expect(timesOf(found)).toEqual([0, 10]);
    expect(found.sets).toHaveLength(1);
    const [set] = found.sets;
    expect([...(set?.sources ?? [])]).toEqual([0, 0, 1, 1, 2, 2]);
    expect([...(set?.targets ?? [])]).toEqual([0, 1, 0, 1, 0, 1]);
    // 15 steps of 0.1 ms.
    expect([...(set?.delays ?? [])]).toEqual([1.5, 1.5, 1.5, 1.5, 1.5, 1.5]);
    const weights = set?.snapshots.get("weight");
    // Internally currents are in pA; the receptor says nA.
    expect(weights?.unit).toBe("nA");
    expect([...(weights?.values.slice(0, 6) ?? [])]).toEqual([1, 1, 1, 1, 1, 1]);
    expect(weights?.values[6]).toBeGreaterThan(1);
  });

  it("have snapshots at the multiples of the interval in between, only within the window", async () => {
    expect(timesOf(await recorded({ every: "3 ms" }))).toEqual([0, 3, 6, 9, 10]);
    expect(timesOf(await recorded({ every: "3 ms", from: "2 ms", until: "7 ms" }))).toEqual([
      2, 3, 6, 7,
    ]);
    expect(timesOf(await recorded({ from: "4 ms" }))).toEqual([4, 10]);
    expect(timesOf(await recorded({ from: "20 ms" }))).toEqual([]);
  });

  it("have no two equal consecutive snapshots, if requested", async () => {
    // Weights change at every tenth step.
    const times = timesOf(await recorded({ every: "0.3 ms", onChange: true }));
    expect(times).toEqual([0, 1.2, 2.1, 3, 4.2, 5.1, 6, 7.2, 8.1, 9, 10]);
  });

  it("do not affect the network, nor does the division into pieces", async () => {
    const bare = await run(counters(), { stack, backend });
    const network = counters({ recordSynapses: [{ projection: "A->B", every: "0.1 ms" }] });
    const result = await run(network, { stack, backend });
    expect(result.spikeHash).toBe(bare.spikeHash);
    expect(result.recordings).toEqual(bare.recordings);
    expect(timesOf(result.synapseRecordings[0] as SynapseRecording)).toHaveLength(101);
  });

  it("begin a new set when one of them is removed, if their rule allows structural changes", async () => {
    const plasticity = {
      kind: "plasticity",
      contract: 1,
      name: "rewires",
      about: "Removes synapses.",
      parameters: {},
      on: { pre: { weight: "weight" } },
      structure: { every: "1 ms", remove: "weight < 0" },
    } as const;
    const projections = (counters().projections ?? []).map((one) => ({ ...one, plasticity }));
    const provides = [...backend.provides, "plasticity", "structure", "per-synapse-state"];
    const losing = { ...plasticBackend({ losesAt: 50 }), provides };
    const found = await recorded({ every: "2 ms" }, { backend: losing, extra: { projections } });
    expect(found.sets.map(({ since }) => since)).toEqual([0, 6]);
    expect(found.sets.map(({ sources }) => sources.length)).toEqual([6, 5]);
    expect(timesOf(found, 0)).toEqual([0, 2, 4]);
    expect(timesOf(found, 1)).toEqual([6, 8, 10]);
  });

  it("are refused if the backend does not support them", async () => {
    const silent = plasticBackend({ without: ["synapses", "synapseState"] });
    const run = (backend: typeof silent) => recorded({}, { backend });
    await expect(run(silent)).rejects.toMatchObject({
      code: "SL_MISSING_CAPABILITY",
      place: "recordSynapses[0]",
    });
    const provides = [...silent.provides, "synapse-recorders"];
    await expect(run({ ...silent, provides })).rejects.toMatchObject({ code: "SL_PLUGIN_RETURN" });
  });
});

describe("weights for pictures", () => {
  it("are first and last, and mean, quantiles and single ones in between", async () => {
    const network = counters({ recordSynapses: [{ projection: "A->B", every: "2 ms" }] });
    const overview = weightOverview();
    const result = await run(network, { stack, backend, sink: overview, keep: true });
    const [first, last, ...others] = weightSeries(result);
    expect(others).toEqual([]);
    expect([first?.when, last?.when, first?.label, first?.unit]).toEqual([
      "at 0 ms",
      "at 10 ms",
      "weight of A->B",
      "nA",
    ]);
    expect([...(first?.values ?? [])]).toEqual([1, 1, 1, 1, 1, 1]);
    expect([first?.from, first?.to]).toEqual([
      { label: "A", size: 3 },
      { label: "B", size: 2 },
    ]);
    expect(lastWeights(result)).toEqual([last]);
    const [course] = weightCourses(result);
    expect([...(course?.times ?? [])]).toEqual([0, 2, 4, 6, 8, 10]);
    const values = last?.values ?? new Float64Array(0);
    expect(course?.mean.at(-1)).toBeCloseTo(values.reduce((a, b) => a + b, 0) / 6, 12);
    // A twentieth of six synapses is less than one: the quantiles are the extremes.
    expect([course?.low.at(-1), course?.high.at(-1)]).toEqual([
      Math.min(...values),
      Math.max(...values),
    ]);
    expect(course?.traces.map((trace) => trace.at(-1))).toEqual([...values]);
    expect(course?.count).toBe(6);
    // A sink collects the same data during the run.
    expect(overview.series()).toEqual(weightSeries(result));
    expect(overview.courses()).toEqual(weightCourses(result));
  });
});

describe("a network that has learned", () => {
  const network = counters({
    recordSynapses: [
      { projection: "A->B", every: "2 ms" },
      { projection: "A->B", variables: ["weight"] },
    ],
  });

  it("returns its connections at any snapshot", async () => {
    const result = await run(network, { stack, backend });
    const times = [undefined, 10, 5, 0].map((at) => recordedConnections(result, { at })[0]?.time);
    expect(times).toEqual([10, 10, 4, 0]);
    const [last, ...others] = recordedConnections(result);
    expect(others).toEqual([]);
    const [set] = result.synapseRecordings[0]?.sets ?? [];
    expect(last?.weights).toEqual(set?.snapshots.get("weight")?.values.slice(-6));
    expect(() => recordedConnections(result, { at: -1 })).toThrow("SL_NO_WEIGHTS");
    expect(() => recordedConnections({ synapseRecordings: [] })).toThrow("SL_NO_WEIGHTS");
  });

  it("can be fixed to these connections, as a valid network without plasticity", async () => {
    const result = await run(network, { stack, backend });
    const still = withFixedWeights(result);
    expect(checkNetwork(still, { stack })).toEqual([]);
    expect(still.recordSynapses).toBeUndefined();
    const [projection] = still.projections ?? [];
    expect(projection).toEqual({
      name: "A->B",
      from: "A",
      to: "B",
      receptor: "current",
      connector: { kind: "pairs", pairs: Uint32Array.of(0, 0, 0, 1, 1, 0, 1, 1, 2, 0, 2, 1) },
      weight: { values: recordedConnections(result)[0]?.weights, unit: "nA" },
      delay: { values: new Float64Array(6).fill(1.5), unit: "ms" },
    });
    // It is an ordinary network file.
    const read = readNetwork(writeNetwork(still), { stack });
    expect(checkNetwork(read, { stack })).toEqual([]);
  });
});
