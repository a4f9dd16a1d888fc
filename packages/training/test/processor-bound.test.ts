import { cpuProcessor } from "@spikeloom/code/processor";
import { describe, expect, it } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import {
  boundedWindows,
  boundOf,
  compareWithBound,
  drawCase,
  gradientsOf,
} from "./bounded-cases.ts";

const access = { most: 2 ** 27, open: async () => cpuProcessor() };

describe("gradients of a processor and of the CPU", () => {
  it("both lie within the bound of their sums, over drawn networks", async () => {
    let bounded = 0;
    const seeds = Array.from({ length: draws({ ci: 8, long: 24 }) }, (_, seed) => seed);
    const cases = [...seeds.map(drawCase), ...boundedWindows];
    for (const drawn of cases) {
      const bound = boundOf(drawn);
      if (bound === undefined) continue;
      const { outputs, gradients } = await gradientsOf(drawn, access);
      for (const one of outputs) expect(one).toEqual(bound.outputs);
      for (const one of gradients) {
        const { outside, radius } = compareWithBound(bound, one);
        expect(outside).toBe(0);
        // Slopes that pass through resets grow from step to step, and the worst case of their errors with them.
        const isDetached = drawn.request.surrogate?.reset === "detached";
        expect(radius).toBeLessThan(isDetached ? 1e-3 : 3e-2);
      }
      bounded++;
    }
    // Rounding decides about a spike in few of them.
    expect(bounded).toBeGreaterThan(0.7 * cases.length);
  });

  it("leave the bound if a single spike of a batch is missing", async () => {
    const drawn = drawCase(1);
    const bound = boundOf(drawn);
    const { input } = drawn.batch.inputs;
    if (bound === undefined || input === undefined || !("begins" in input)) {
      throw new Error("This case has a bound.");
    }
    const inputs = {
      input: {
        begins: input.begins.map((begin) => Math.max(0, begin - 1)),
        steps: input.steps.slice(1),
        neurons: input.neurons.slice(1),
      },
    };
    const { gradients } = await gradientsOf(
      { ...drawn, batch: { ...drawn.batch, inputs } },
      access,
    );
    for (const one of gradients) {
      const { outside, count } = compareWithBound(bound, one);
      expect(outside).toBeGreaterThan(count / 10);
    }
  });
});
