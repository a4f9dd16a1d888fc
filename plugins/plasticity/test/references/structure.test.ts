import { clock } from "@spikeloom/backend-clock";
import { createStack, type NetworkRecord, type PlasticityRecord } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { spikeArray } from "@spikeloom/neurons";
import { run, type SynapseSet } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { butzVanOoyen, deepRewiring } from "../../src/index.ts";
import { parrot } from "../parrot.ts";

const sources = 60;
const indegree = 20;

interface Growth {
  readonly rule: PlasticityRecord;
  readonly parameters: Readonly<Record<string, string | number>>;
  /** Spikes of each target: interval in ms; undefined for none. */
  readonly intervals: readonly (number | undefined)[];
  readonly weight: string;
  readonly events?: Readonly<Record<string, { readonly every: string }>>;
  readonly every: string;
}

/** Create and remove synapses for a second; returns their number at each snapshot. */
async function grow({ intervals, weight, ...growth }: Growth): Promise<readonly SynapseSet[]> {
  const size = intervals.length;
  const times = intervals.map((interval) =>
    interval === undefined
      ? []
      : Array.from({ length: Math.floor(990 / interval) }, (_, k) => `${(k + 1) * interval} ms`),
  );
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt: "0.5 ms",
    duration: "1000 ms",
    seed: 5,
    convention: "nest",
    populations: {
      sources: {
        model: "spike-array",
        size: sources,
        times: Array.from({ length: sources }, () => []),
      },
      driver: { model: "spike-array", size, times },
      targets: { model: parrot(growth.rule.weightUnit ?? "1"), size },
    },
    projections: [
      {
        from: "driver",
        to: "targets",
        receptor: "relay",
        connector: { kind: "one-to-one" },
        weight: 1,
        delay: "0.5 ms",
      },
      {
        name: "grown",
        from: "sources",
        to: "targets",
        receptor: "plastic",
        connector: { kind: "fixed-indegree", n: indegree, multapses: false },
        weight,
        delay: "1 ms",
        plasticity: { model: growth.rule, parameters: growth.parameters },
        ...(growth.events && { events: growth.events }),
      },
    ],
    recordSynapses: [{ projection: "grown", every: growth.every }],
  };
  const stack = createStack({ plugins: [spikeArray, ...connectors] });
  const result = await run(network, { stack, backend: clock() });
  return result.synapseRecordings[0]?.sets ?? [];
}

const countOf = (set: SynapseSet | undefined, target: number): number =>
  set?.targets.filter((one) => one === target).length ?? Number.NaN;

describe("butz-van-ooyen", () => {
  it("removes synapses from silent targets and adds them to active ones", async () => {
    // Calcium of a regular train is rate * tau * beta: 0, 0.4 (between the zeros) and 0.7 (at the upper one).
    const silent = Array.from({ length: 30 }, () => undefined);
    const parameters = {
      tau_calcium: "500 ms",
      beta_calcium: 0.02,
      growth: "0.01 1/ms",
      elements: indegree,
    };
    const sets = await grow({
      rule: butzVanOoyen,
      parameters,
      intervals: [25, 14.5, ...silent],
      weight: "1",
      events: { update: { every: "100 ms" } },
      every: "100 ms",
    });
    const last = sets.at(-1);
    for (const target of [0, 1, 2]) expect(countOf(sets[0], target)).toBe(indegree);
    // Once calcium has risen, one synapse per tenth of a second, the maximum of the curve.
    expect(countOf(last, 0)).toBeGreaterThan(indegree + 2);
    expect(countOf(last, 0)).toBeLessThanOrEqual(indegree + 10);
    // Calcium rises past 0.4 on its way to 0.7.
    expect(countOf(last, 1)).toBeLessThanOrEqual(indegree + 10);
    // The curve is -0.417 at 0: after nine or ten tests 20 (1 - 0.417 / 20)^n remain, 16.5 or 16.2. Five standard
    // errors of the mean of thirty such counts, each with a standard deviation of 1.7.
    const left = silent.map((_, k) => countOf(last, 2 + k));
    const mean = left.reduce((all, one) => all + one, 0) / left.length;
    expect(Math.abs(mean - 16.4)).toBeLessThan(0.2 + (5 * 1.7) / Math.sqrt(left.length));
  });
});

describe("deep-rewiring", () => {
  const events = { update: { every: "20 ms" } };

  it("preserves the number of synapses when they move", async () => {
    const parameters = { eta: 0.1, temperature: "0.0001 nA^2", alpha: "0 nA", interval: "100 ms" };
    const lesson = { rule: deepRewiring, parameters, weight: "0.005 nA", every: "100 ms", events };
    const sets = await grow({ ...lesson, intervals: [undefined, undefined] });
    expect(sets.length).toBeGreaterThan(5);
    for (const { sources: from, targets, snapshots } of sets) {
      expect(targets).toHaveLength(2 * indegree);
      for (const weight of snapshots.get("weight")?.values ?? []) {
        expect(weight).toBeGreaterThanOrEqual(0);
      }
      // No duplicate pair.
      expect(new Set(Array.from(from, (one, k) => `${one} ${targets[k]}`)).size).toBe(2 * indegree);
    }
  });

  it("performs a random walk with the variance of its temperature", async () => {
    // Far from 0 no synapse is dormant: after 49 updates the variance is 49 * 2 * eta * temperature.
    const parameters = { eta: 0.1, temperature: "0.0001 nA^2", alpha: "0 nA" };
    const lesson = { rule: deepRewiring, parameters, weight: "5 nA", every: "1000 ms", events };
    const intervals = Array.from({ length: 20 }, () => undefined);
    const sets = await grow({ ...lesson, intervals });
    const weights = [...(sets.at(-1)?.snapshots.get("weight")?.values ?? [])].slice(-400);
    const mean = weights.reduce((all, one) => all + one, 0) / weights.length;
    const variance = weights.reduce((all, one) => all + (one - mean) ** 2, 0) / weights.length;
    const wanted = 49 * 2 * 0.1 * 0.0001;
    // Five standard errors of a mean and of a variance of 400 normal draws.
    expect(weights).toHaveLength(400);
    expect(Math.abs(mean - 5)).toBeLessThan(5 * Math.sqrt(wanted / 400));
    expect(Math.abs(variance / wanted - 1)).toBeLessThan(5 * Math.sqrt(2 / 400));
  });
});
