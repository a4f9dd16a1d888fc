import type { RecordingSink } from "@spikeloom/kernel";
import { findObserved, type NetworkProgram, type RecorderProgram } from "@spikeloom/program";
import type { LaidPopulation, NetworkLayout } from "./layout.ts";

/** Recorder of variables, with the places of its samples. */
export interface LaidSamples {
  readonly recorder: RecorderProgram;
  readonly population: LaidPopulation;
  /** Slot of each variable; undefined where there is none. */
  readonly slots: readonly (string | undefined)[];
  /** Values of a sample. */
  readonly width: number;
}

/** Find what recorders sample. */
export function laySamples(
  { recorders }: NetworkProgram,
  { populations }: NetworkLayout,
): readonly LaidSamples[] {
  return recorders.flatMap((recorder) => {
    const population = populations.get(recorder.population) as LaidPopulation;
    const { variables, chosen } = recorder;
    if (variables.length === 0) return [];
    const slots = variables.map((one) => findObserved(population.step.slots, one)?.name);
    return [{ recorder, population, slots, width: chosen.size * variables.length }];
  });
}

/** A sink that joins the spikes of the steps of a window, until `flush` hands them over. */
export function collectSpikes(): RecordingSink & { flush(sink: RecordingSink): void } {
  const own = new Map<number, { readonly steps: number[]; readonly neurons: number[] }>();
  return {
    spikes({ recorder, steps, neurons }) {
      const lists = own.get(recorder) ?? { steps: [], neurons: [] };
      own.set(recorder, lists);
      for (const step of steps) lists.steps.push(step);
      for (const neuron of neurons) lists.neurons.push(neuron);
    },
    samples: () => undefined,
    flush(sink) {
      for (const [recorder, { steps, neurons }] of own) {
        const chunk = { steps: Int32Array.from(steps), neurons: Uint32Array.from(neurons) };
        sink.spikes({ recorder, ...chunk });
      }
      own.clear();
    },
  };
}

/** List the neurons whose bits are set, ascending. */
export function markedNeurons(words: Int32Array): readonly number[] {
  const neurons: number[] = [];
  for (let k = 0; k < words.length; k++) {
    for (let left = words[k] as number; left !== 0; left &= left - 1) {
      neurons.push(32 * k + 31 - Math.clz32(left & -left));
    }
  }
  return neurons;
}
