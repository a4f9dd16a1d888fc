import { run } from "spikeloom";
import { train } from "spikeloom/train";
import { expect, it } from "vitest";
import { classifier } from "../classifier.ts";

it("classifies test digits, and runs as a network", async () => {
  const task = classifier("digits", 8, 64);
  const { test, network, state } = await train(task, { epochs: 8 });
  const losses = state.history.map(({ loss }) => loss);
  expect(losses.at(-1)).toBeLessThan((losses[0] ?? 0) / 4);
  expect(test.size).toBe(360);
  // Chance is 36; half of what is learnt in twice the time and with twice the neurons.
  expect(test.right).toBeGreaterThan(250);
  const { spikeCounts } = await run(network);
  expect(spikeCounts["hidden"]).toBeGreaterThan(10);
}, 60_000);
