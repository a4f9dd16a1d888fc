import { interpret } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { describe, expect, it } from "vitest";
import { trainingMemory } from "../src/memory/training-memory.ts";
import { addListed, addSorted, leastListed, sortSpikes } from "../src/routines/add-listed.ts";
import { addWindows, convolveSpikes } from "../src/routines/convolve.ts";
import { gatherWindow, leastGathered, placeSpikes } from "../src/routines/gather-window.ts";
import { addRun, addTwoRuns } from "../src/routines/runs.ts";

const type = "f32";

/** Target positions of a convolution over a given number of positions, of which a column and a row may be cut off. */
function windowOf(stride: number, padding: number, pool: number): SlidingWindow {
  const from = [7, 9] as const;
  const kernel = [3, 2] as const;
  const places = (axis: 0 | 1): number =>
    Math.floor((Math.floor(from[axis] / pool) + 2 * padding - kernel[axis]) / stride) + 1;
  return {
    inputs: 2,
    outputs: 3,
    from,
    to: [places(0), places(1)],
    kernel,
    stride,
    padding,
    pool,
  };
}

/** Draw the given number of spiking neurons. */
function drawSpikes(sources: number, count: number): Int32Array {
  const draws = stream(streamKey(7, "spikes"), count);
  const order = Array.from({ length: sources }, (_, k) => [draws.uniform(), k] as const);
  const drawn = order.sort(([one], [other]) => one - other).slice(0, count);
  return Int32Array.from(drawn, ([, k]) => k).sort();
}

const none = () => Number.NaN;

describe("spikes of a convolution", () => {
  const shapes = [
    [1, 0, 1],
    [1, 1, 1],
    [2, 1, 1],
    [1, 0, 2],
    [1, 2, 2],
    [2, 1, 3],
    // More padding than the window has positions: some targets receive nothing.
    [1, 4, 2],
    [2, 5, 1],
  ] as const;
  it.each(shapes)("add the same bits, however many: stride %i, padding %i, pool %i", (...shape) => {
    const window = windowOf(...shape);
    const pitch = 16;
    const weightCount = window.inputs * window.kernel[0] * pitch;
    const targetCount = window.to[0] * window.to[1] * window.outputs;
    const memory = trainingMemory(65_536, type);
    const [ids, places, begins, list, marks] = [64, 4096, 8192, 12_288, 16_384];
    const weights = 20_480;
    const targets = weights + 4 * weightCount;
    const draws = stream(streamKey(7, "numbers"), 0);
    const drawn = Float32Array.from({ length: weightCount + targetCount }, () => draws.uniform());
    const placed = { window, pitch, type } as const;
    const called = {
      addRun: addRun(type),
      addTwoRuns: addTwoRuns(type),
      placeSpikes: placeSpikes(placed),
      gather: gatherWindow(placed),
      sortSpikes: sortSpikes(window),
      addSorted: addSorted(placed, addListed(window, type)),
    };
    const walked = (routine: ReturnType<typeof convolveSpikes>) =>
      interpret(routine, { memory: memory.memory, addressOf: none, externalOf: () => none });
    const [forward, back] = [convolveSpikes(placed, called), addWindows(placed, called)].map(
      walked,
    );
    const sources = window.from[0] * window.from[1] * window.inputs;
    const [some, many] = [leastListed(window) ?? 2, leastGathered(window)];
    for (const least of [some, many]) expect(least).toBeLessThanOrEqual(sources);
    for (const count of [some, many, sources]) {
      const spikes = drawSpikes(sources, count);
      memory.integers().set(spikes, ids / 4);
      const arrays = [ids, targets, weights];
      const summed = (parts: readonly (readonly [number, number])[]): Float32Array => {
        memory.at(weights, drawn.length).set(drawn);
        for (const part of parts) forward?.([ids, weights, targets, places, begins], [...part, 0]);
        for (const part of parts) back?.([...arrays, places, begins, list, marks], [...part, 0, 0]);
        return Float32Array.from(memory.at(weights, drawn.length));
      };
      const together = summed([[0, count]]);
      expect(together).not.toEqual(drawn);
      expect(together).toEqual(summed([...spikes.keys()].map((k) => [k, k + 1] as const)));
    }
  });
});
