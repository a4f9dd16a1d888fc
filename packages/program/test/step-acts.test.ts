import type { NetworkRecord } from "@spikeloom/kernel";
import { resolveConvention } from "@spikeloom/network";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import {
  arrivalShift,
  gridRows,
  joinSpikes,
  leastInterval,
  openProjections,
  programOf,
  splitsStep,
  stampsOf,
  stepActs,
} from "../src/index.ts";

/** A procedural projection whose delays are drawn between 0.5 ms and 9 ms, with so few synapses that none has the least. */
const network: NetworkRecord = {
  format: "spikeloom-network",
  version: 1,
  dt: "0.1 ms",
  seed: 5,
  populations: {
    s: { model: "spike-array", size: 3, times: { values: [1], unit: "ms" } },
    e: { model: "lif-delta", size: 2 },
  },
  projections: [
    {
      from: "s",
      to: "e",
      weight: "1 mV",
      procedural: true,
      delay: { draw: "uniform", low: "0.5 ms", high: "9 ms" },
      connector: { kind: "all-to-all" },
    },
  ],
};

const lowered = (convention: string) =>
  programOf({ ...network, convention } as NetworkRecord, { stack });

describe("the acts of a step", () => {
  it("are in the order of the phases, with the samples that the convention asks for", () => {
    const [nest, brian2] = ["nest", "brian2"].map(lowered);
    expect(stepActs(nest as never, false).join(" ")).toBe(
      "begin sources arrive advance targets sample",
    );
    expect(stepActs(brian2 as never, true).join(" ")).toBe(
      "begin sample sources advance arrive targets finish",
    );
    expect(stampsOf(nest as never, { from: 3, until: 5 })).toEqual([4, 5]);
    expect(stampsOf(brian2 as never, { from: 3, until: 5 })).toEqual([3, 4]);
  });

  it("are split at an interval of 0 only where thresholds come before arrivals", () => {
    expect(splitsStep(lowered("brian2"), 0)).toBe(true);
    expect(splitsStep(lowered("brian2"), 1)).toBe(false);
    const program = lowered("brian2");
    const schedule = ["sources", "arrive", "integrate", "threshold", "reset"] as const;
    expect(() => splitsStep({ ...program, schedule }, 0)).toThrow(
      'SL_SYNAPSE_RULE at convention "brian2',
    );
  });
});

describe("the least interval", () => {
  it("counts a procedural projection with the least delay that it can have", () => {
    const program = lowered("nest");
    const [projection] = openProjections(program, { stack });
    if (projection === undefined) throw new Error("There is no projection.");
    const delays = [...gridRows(projection, program)].flatMap((row) => [...row.delays]);
    const least = Math.min(...delays);
    expect(delays).toHaveLength(6);
    expect(least).toBeGreaterThan(5);
    const shift = arrivalShift(program);
    expect(leastInterval(program, [{ projection, least }])).toBe(5 + shift);
    const stored = { ...projection, procedural: false };
    expect(leastInterval(program, [{ projection: stored, least }])).toBe(least + shift);
    const silent = { ...stored, receptor: undefined };
    expect(leastInterval(program, [{ projection: silent, least }])).toBe(Number.POSITIVE_INFINITY);
  });
});

it("spikes that code sends join those of a train, once a neuron where the convention says so", () => {
  const [count, one] = [resolveConvention("nest"), { multiplicity: "one" } as const];
  expect(joinSpikes({ ...count, multiplicity: "count" }, [1, 3, 3], [0, 3])).toEqual([
    0, 1, 3, 3, 3,
  ]);
  expect(joinSpikes(one, [1, 3, 3], [0, 3])).toEqual([0, 1, 3]);
});
