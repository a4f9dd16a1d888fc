import { expect, it } from "vitest";
import { spikesByNeuron } from "../../src/nwb/write/spikes-by-neuron.ts";

it("returns more spikes than fit in memory neuron by neuron, in pieces of one memory", () => {
  const [size, count] = [4, 2_200_000];
  // Neuron 3 is not recorded; neuron 0 has every second spike.
  const neurons = new Uint32Array(count);
  const times = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    neurons[k] = [0, 1, 0, 2][k % 4] as number;
    times[k] = 1000 * k;
  }
  const spikes = {
    count,
    times: (from: number, until: number) => times.subarray(from, until),
    neurons: (from: number, until: number) => neurons.subarray(from, until),
  };
  const recorded = { neurons: Uint32Array.of(2, 0, 1), population: "E", size, samples: new Map() };
  const sorted = spikesByNeuron({ ...recorded, spikes }, 0.125);
  expect([...sorted.counts]).toEqual([count / 4, count / 2, count / 4]);
  // The first spike of each, and how many are between two of its spikes, in seconds here.
  const course = { 2: [3, 4], 0: [0, 2], 1: [1, 4] } as const;
  const expected = ([2, 0, 1] as const).flatMap((neuron, row) => {
    const [first, every] = course[neuron];
    return Array.from({ length: sorted.counts[row] as number }, (_, k) => first + every * k);
  });
  const seen = new Float64Array(count);
  const memories: ArrayBufferLike[] = [];
  let at = 0;
  for (const piece of sorted.times()) {
    seen.set(piece, at);
    at += piece.length;
    memories.push(piece.buffer);
  }
  expect(at).toBe(count);
  expect(memories).toHaveLength(2);
  expect(memories[0] === memories[1]).toBe(true);
  expect(seen.findIndex((time, k) => time !== expected[k])).toBe(-1);
});
