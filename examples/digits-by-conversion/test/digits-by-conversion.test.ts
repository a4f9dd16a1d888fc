import { imageValues, openSet } from "@spikeloom/data";
import { run } from "spikeloom";
import { describe, expect, it } from "vitest";
import { countNamed, trainAndConvert } from "../convert.ts";

describe("layers trained without spikes", () => {
  it("classify as many digits after conversion to spikes", async () => {
    const set = await openSet("digits");
    const task = { hidden: 32, levels: 8, epochs: 4, seed: 1 };
    const { right, spiking } = await trainAndConvert(set, task);
    // Half of the 360 are far from chance, a tenth with a standard deviation of 6.
    expect(right).toBeGreaterThan(180);
    // Values halfway between two levels may be rounded either way: 0.3 points of 360 are one image.
    const named = countNamed(set.test, spiking.outputs);
    expect(Math.abs(named - right)).toBeLessThanOrEqual(1);
    // The prediction by integers equals that of the network.
    const image = imageValues(set.test, 0);
    const { recordings } = await run(spiking.network(image));
    const spikes = recordings.find(({ population }) => population === "hidden")?.spikes;
    const counted = spiking
      .counts(image)
      .get("hidden")
      ?.reduce((sum, one) => sum + one, 0);
    expect(counted).toBeGreaterThan(0);
    expect(spikes?.neurons.length).toBe(counted);
  });
});
