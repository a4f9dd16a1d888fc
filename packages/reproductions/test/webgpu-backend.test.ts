import { clock } from "@spikeloom/backend-clock";
import { webgpu } from "@spikeloom/backend-webgpu";
import { run } from "@spikeloom/simulate";
import { expect, it } from "vitest";
import { microcircuitNetwork } from "../src/potjans-diesmann-2014/network.ts";
import { unchangedStack as stack } from "./unchanged/cases.ts";

it("the microcircuit at a fiftieth of its size has the same rates in fixed-point sums", async () => {
  const network = microcircuitNetwork({ scale: 0.02 });
  const totals = [webgpu({ processor: "cpu" }), clock()].map(async (backend) => {
    const { spikeCounts } = await run(network, { stack, backend, for: "300 ms" });
    return Object.values(spikeCounts).reduce((sum, one) => sum + one, 0);
  });
  const [own = 0, expected = 0] = await Promise.all(totals);
  expect(expected).toBeGreaterThan(300);
  // The runs differ from the first rounded sum on; four standard deviations of the difference of two Poisson counts.
  expect(Math.abs(own - expected)).toBeLessThan(4 * Math.sqrt(2 * expected));
});
