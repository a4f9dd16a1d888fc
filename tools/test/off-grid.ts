import type { BackendRecord, SpikeChunk } from "../../packages/kernel/src/index.ts";

/** A number in [-0.5, 0) that looks random, by the spike. */
function drawn(step: number, neuron: number): number {
  const word = Math.imul(step ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(neuron + 1, 0xc2b2ae35);
  return ((word ^ (word >>> 15)) >>> 0) / 2 ** 33 - 0.5;
}

/**
 * A backend in continuous time, as far as its results show: each spike of a clock that stamps the ends of steps is up to half a step earlier.
 *
 * The hash of spikes remains that of the clock.
 */
export function offGrid(clock: BackendRecord): BackendRecord {
  return {
    ...clock,
    time: "continuous",
    prepare(program, job) {
      const { dt } = program as unknown as { readonly dt: number };
      const spikes = (chunk: SpikeChunk): void => job.sink.spikes(moved(chunk, dt));
      return clock.prepare(program, { ...job, sink: { ...job.sink, spikes } });
    },
  };
}

function moved({ recorder, steps, neurons }: SpikeChunk, dt: number): SpikeChunk {
  const all = Array.from(steps, (step, k) => {
    const neuron = neurons[k] as number;
    return { step, neuron, offset: drawn(step, neuron) * dt };
  });
  all.sort((a, b) => a.step - b.step || a.offset - b.offset || a.neuron - b.neuron);
  return {
    recorder,
    steps: Int32Array.from(all, ({ step }) => step),
    neurons: Uint32Array.from(all, ({ neuron }) => neuron),
    offsets: Float64Array.from(all, ({ offset }) => offset),
  };
}
