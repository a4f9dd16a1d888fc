import { encoderSuite } from "@spikeloom/conformance";
import { encodedSource } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { latency } from "../src/latency.ts";
import { keeps } from "./keeps.ts";

describe("latency", () => {
  // Below the threshold there is no spike to decode, so only 0 is restored exactly.
  keeps(encoderSuite(latency, { shape: [2, 2], values: [0, 0.25, 1, 0.5], within: 1e-12 }));

  it("fires when the potential of its integrator reaches the threshold", () => {
    const given = latency({ tau: "20 ms", threshold: 0.2 });
    const values = [0.21, 0.4, 0.7, 1, 0.2, 0.1];
    const trains = encodedSource(given, [6]).spikes(values, { from: 0, until: 500, seed: 1 });
    trains.slice(0, 4).forEach(([time = Number.NaN], k) => {
      const potential = (values[k] ?? 0) * (1 - Math.exp(-time / 20));
      // At the latest spike, the slope of the potential makes 1 ulp of the time 1e-15 of the value.
      expect(Math.abs(potential - 0.2)).toBeLessThan(1e-14);
    });
    expect(trains.slice(4).map(({ length }) => length)).toEqual([0, 0]);
  });
});
