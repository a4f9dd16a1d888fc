import type { RecordingSink } from "@spikeloom/kernel";
import { isDue, type NetworkProgram, type RecorderProgram } from "@spikeloom/program";
import { timeOfStep } from "@spikeloom/simulate";
import type { SpikeReceiver } from "./window.ts";

/** The nearest step of a time, and the difference of both in ms. */
export interface Stamp {
  readonly step: number;
  readonly offset: number;
}

/** Stamp a time. */
export function stampOf(time: number, dt: number): Stamp {
  const step = Math.round(time / dt);
  return { step, offset: time - timeOfStep(step, dt) };
}

/** Create the function that hands over spikes to the recorders that chose their neurons. */
export function spikeRecorders(
  { recorders, populations, dt }: NetworkProgram,
  sink: RecordingSink,
): SpikeReceiver {
  const recording = recorders
    .filter(({ spikes }) => spikes)
    .map((one) => {
      const { first = 0, size = 0 } = populations.get(one.population) ?? {};
      return { ...one, first, size };
    });
  return ({ count, times, neurons }) => {
    for (const { index, chosen, from, until, first, size } of recording) {
      const found: number[] = [];
      for (let k = 0; k < count; k++) {
        const neuron = (neurons[k] as number) - first;
        if (neuron >= 0 && neuron < size && chosen.index(neuron) >= 0) found.push(k);
      }
      const kept = found
        .filter((k) => {
          const time = times[k] as number;
          return time >= timeOfStep(from, dt) && time < timeOfStep(until, dt);
        })
        .map((k) => ({
          ...stampOf(times[k] as number, dt),
          neuron: (neurons[k] as number) - first,
        }));
      if (kept.length === 0) continue;
      sink.spikes({
        recorder: index,
        steps: Int32Array.from(kept, ({ step }) => step),
        neurons: Uint32Array.from(kept, ({ neuron }) => neuron),
        offsets: Float64Array.from(kept, ({ offset }) => offset),
      });
    }
  };
}

/** Recorders that sample at a stamp. */
export function dueAt({ recorders }: NetworkProgram, stamp: number): readonly RecorderProgram[] {
  return recorders.filter((one) => one.variables.length > 0 && isDue(one, stamp));
}
