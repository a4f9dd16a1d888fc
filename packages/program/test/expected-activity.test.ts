import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import { expectedConnections, expectedSynapses } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { defaultStack } from "../../../tools/test/default-stack.ts";
import { expectedActivity, programOf } from "../src/index.ts";

function activityOf(network: Partial<NetworkRecord>, outline = false) {
  const whole: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    duration: "1 s",
    populations: {},
    ...network,
  };
  const program = programOf(whole, { stack: defaultStack, seed: 3, outline });
  return expectedActivity(program, defaultStack);
}

describe("expectedActivity", () => {
  it("counts given spikes within the duration, over all neurons", () => {
    const times = [["1 ms", "2 ms", "3 s"], ["5 ms"], [], []];
    const { rates, spikes } = activityOf({
      populations: { s: { model: "spike-array", size: 4, times } },
    });
    expect(rates.get("s")).toEqual({ rate: 3 / 4 / 1000, isAssumed: false });
    expect(spikes).toBeCloseTo(3 / 1000, 12);
  });

  it.each([
    ["0 ms", "1 s", 1],
    ["-1 s", "1250 ms", 0.25],
    ["600 ms", "5 s", 0.4],
    ["2 s", "1 s", 0],
  ])("takes the rate of a Poisson source as stated, from %s for %s", (start, duration, share) => {
    const parameters = { rate: "0.1 Hz", start, duration };
    const { rates } = activityOf({
      populations: { s: { model: "poisson", size: 1000, parameters } },
    });
    expect(rates.get("s")?.rate).toBeCloseTo(share * 1e-4, 15);
  });

  // Of up to 16 neurons with some 200 spikes each, the relative standard error is 1 / sqrt(3200) = 1.8 %.
  it.each([0.5, 20, 1000])("averages drawn spikes of %d Hz", (rate) => {
    const duration = rate < 1 ? "200 s" : "1 s";
    const populations = {
      s: { model: "gamma", size: 1000, parameters: { beta: `${2 * rate} Hz` } },
    };
    for (const outline of [false, true]) {
      const { rates } = activityOf({ populations, duration }, outline);
      const found = (rates.get("s")?.rate ?? 0) * 1000;
      expect(Math.abs(found / rate - 1)).toBeLessThan(rate < 1 ? 0.12 : 0.25);
    }
  });

  it("counts spikes that arrive through projections and from stimuli", () => {
    const times = Array.from({ length: 10 }, () => ["1 ms", "2 ms"]);
    const { arrivals, driven } = activityOf({
      populations: {
        s: { model: "spike-array", size: 10, times },
        e: { model: "lif-delta", size: 30 },
      },
      projections: [
        { from: "s", to: "e", connector: { kind: "all-to-all" }, weight: "1 mV", delay: "1 ms" },
      ],
      stimuli: [
        { kind: "poisson", into: "e", rate: "8 Hz", weight: "1 mV", start: "0 ms", stop: "500 ms" },
        { kind: "poisson", into: "e", rate: { formula: "16*Hz * t / (1000*ms)" }, weight: "1 mV" },
      ],
    } as Partial<NetworkRecord>);
    expect(arrivals).toBeCloseTo((300 * 2) / 1000, 9);
    // Half of the time 8 Hz, and 8 Hz on average.
    expect(driven).toBeCloseTo((30 * (4 + 8)) / 1000, 6);
  });

  it("marks the rate of neurons that compute their spikes as assumed", () => {
    const { rates } = activityOf({ populations: { e: { model: "lif-delta", size: 3 } } });
    expect(rates.get("e")?.isAssumed).toBe(true);
  });
});

describe("expectedSynapses", () => {
  const near = { kind: "distance-probability", p: "exp(-d / (30*um))" } as const;
  const drawn = { draw: "uniform", low: "1 ms", high: "9 ms" } as const;

  it.each<[string, number, Partial<ProjectionRecord>]>([
    ["drawn delays", 1000, { connector: { kind: "fixed-probability", p: 0.1 }, delay: drawn }],
    ["distances of a few neurons", 1000, { connector: near, delay: drawn }],
    ["distances of neurons that others represent", 4e6, { connector: near, delay: drawn }],
    [
      "delays by distance",
      4e6,
      {
        connector: { kind: "fixed-indegree", n: 10 },
        delay: { formula: "1*ms + d / (100*um) * ms" },
      },
    ],
  ])("counts as expectedConnections does: %s", (_, size, fields) => {
    const positions = { layout: "random", low: [0, 0], high: [100, 100] } as const;
    const network: NetworkRecord = {
      format: "spikeloom-network",
      version: 1,
      populations: { e: { model: "lif-delta", size, positions } },
      projections: [
        { from: "e", to: "e", connector: { kind: "all-to-all" }, weight: "1 mV", ...fields },
      ],
    };
    const program = programOf(network, { stack: defaultStack, seed: 3, outline: true });
    const [projection] = program.projections;
    if (projection === undefined) throw new Error("no projection");
    const context = { ...program, stack: defaultStack };
    const { synapses, delays } = expectedConnections(projection, context);
    expect(expectedSynapses(projection, context) / synapses).toBeCloseTo(1, 12);
    expect(synapses).toBeGreaterThan(size);
    expect(delays.length).toBeGreaterThan(10);
  });
});
