import { interpret } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";
import { stream, streamKey } from "@spikeloom/random";
import { describe, expect, it } from "vitest";
import { trainingMemory } from "../src/memory/training-memory.ts";
import { convolveSpikes } from "../src/routines/convolve.ts";
import {
  gatheredBegins,
  gatherWindow,
  leastGathered,
  placeSpikes,
} from "../src/routines/gather-window.ts";
import { addRun, addTwoRuns } from "../src/routines/runs.ts";

const type = "f32";

/** Where a window over so many places, of which a column and a row may be cut off, puts its targets. */
function windowOf(stride: number, padding: number, pool: number): SlidingWindow {
  const from = [7, 9] as const;
  const kernel = [3, 2] as const;
  const places = (axis: 0 | 1): number =>
    Math.floor((Math.floor(from[axis] / pool) + 2 * padding - kernel[axis]) / stride) + 1;
  return {
    ...{ inputs: 2, outputs: 3, from, to: [places(0), places(1)], kernel },
    ...{ stride, padding, pool },
  };
}

describe("spikes that targets gather", () => {
  it.each([
    [1, 0, 1],
    [1, 1, 1],
    [2, 1, 1],
    [1, 0, 2],
    [1, 2, 2],
    [2, 1, 3],
  ])("add the same bits as one after the other: stride %i, padding %i, pool %i", (...shape) => {
    const window = windowOf(...shape);
    const sources = window.from[0] * window.from[1] * window.inputs;
    const pitch = 16;
    const sumCount = window.to[0] * window.to[1] * window.outputs;
    const weightCount = window.inputs * window.kernel[0] * pitch;
    const memory = trainingMemory(65_536, type);
    const [ids, offsets, begins] = [64, 4096, 8192];
    const weights = begins + 4 * gatheredBegins(window) + 4;
    const sums = weights + 4 * weightCount;
    const draws = stream(streamKey(7, "gathered"), 0);
    const spikes = Int32Array.from({ length: sources }, (_, k) => k).filter(
      () => draws.uniform() < 0.6,
    );
    expect(spikes.length).toBeGreaterThanOrEqual(leastGathered(window));
    memory.integers().set(spikes, ids / 4);
    memory.at(weights, weightCount).forEach((_, k, all) => {
      all[k] = draws.uniform() - 0.5;
    });
    const placed = { window, pitch, type } as const;
    const routine = convolveSpikes(placed, {
      ...{ addRun: addRun(type), addTwoRuns: addTwoRuns(type) },
      ...{ placeSpikes: placeSpikes(placed), gather: gatherWindow(placed) },
    });
    const none = () => Number.NaN;
    const run = interpret(routine, {
      ...{ memory: memory.memory, addressOf: none, externalOf: () => none },
    });
    const summed = (parts: readonly (readonly [number, number])[]): Float32Array => {
      memory.at(sums, sumCount).fill(0.25);
      for (const part of parts) run([ids, weights, sums, offsets, begins], [...part, 0]);
      return Float32Array.from(memory.at(sums, sumCount));
    };
    const single = [...spikes.keys()].map((k) => [k, k + 1] as const);
    const expected = summed(single);
    expect(summed([[0, spikes.length]])).toEqual(expected);
    expect(expected.some((one) => one !== 0.25)).toBe(true);
  });
});
