import type { NetworkRecord } from "@spikeloom/kernel";
import { programOf } from "@spikeloom/program";
import { describe, expect, it } from "vitest";
import { defaultStack } from "../../../tools/test/default-stack.ts";
import { clock } from "../src/index.ts";

/** A population of sources that projects to neurons. */
function timeOf({ neurons = 1000, rate = "1 Hz", dt = "0.1 ms", workers = 1 } = {}) {
  const network: NetworkRecord = {
    format: "spikeloom-network",
    version: 1,
    dt,
    duration: "1 s",
    populations: {
      s: { model: "poisson", size: 100, parameters: { rate } },
      e: { model: "lif-curr-exp", size: neurons },
    },
    projections: [
      {
        from: "s",
        to: "e",
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: "1 pA",
        delay: "1 ms",
      },
    ],
  };
  const program = programOf(network, { stack: defaultStack, seed: 1, outline: true });
  const { seconds } = clock().estimate(program, { workers }, { stack: defaultStack });
  return { time: seconds?.perSecond ?? Number.NaN, reason: seconds?.reason ?? "" };
}

describe("the estimated time of a run", () => {
  it("grows with neurons, steps and arriving spikes, and names the largest part", () => {
    const usual = timeOf();
    // Steps of neurons are nearly all of it.
    expect(timeOf({ neurons: 10_000 }).time / usual.time).toBeGreaterThan(7);
    expect(timeOf({ dt: "0.05 ms" }).time / usual.time).toBeCloseTo(2, 1);
    expect(usual.reason).toMatch(/steps of its neurons/);
    const busy = timeOf({ rate: "1000 Hz" });
    expect(busy.time).toBeGreaterThan(3 * usual.time);
    expect(busy.reason).toMatch(/arriving spikes/);
  });

  it("is shared by workers", () => {
    expect(timeOf({ workers: 2 }).time).toBeCloseTo(timeOf().time / 2, 12);
  });
});
