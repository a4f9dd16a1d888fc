import type { Simulation } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { advanceAll } from "../src/advance.ts";

it("begins with one step, because a step may take seconds, and reports progress after each chunk", async () => {
  const chunks: number[] = [];
  const told: number[] = [];
  const simulation = {
    step: 0,
    advance(count: number) {
      chunks.push(count);
      simulation.step += count;
    },
  };
  const onProgress = ({ step }: { readonly step: number }): void => void told.push(step);
  await advanceAll(simulation as unknown as Simulation, { steps: 1000, onProgress });
  expect(chunks[0]).toBe(1);
  for (const [k, size] of chunks.slice(1).entries()) {
    expect(size).toBeLessThanOrEqual(8 * (chunks[k] as number));
  }
  let step = 0;
  expect(told).toEqual(chunks.map((size) => (step += size)));
});
