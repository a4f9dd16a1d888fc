import type { RecordingSink } from "@spikeloom/kernel";
import {
  comesBefore,
  isDue,
  type NetworkProgram,
  type RecorderProgram,
  slotName,
} from "@spikeloom/program";
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
    const slots = variables.map((variable) => {
      const observed = slotName("observed", variable);
      const names = [observed, variable].filter((name) => population.slots.has(name));
      return names[0];
    });
    return [{ recorder, population, slots, width: chosen.size * variables.length }];
  });
}

/** Whether recorders sample before the neurons of a step are computed. */
export function samplesFirst(program: NetworkProgram): boolean {
  return comesBefore(program, "sample", "sources");
}

/** List the stamps of a window at which a recorder samples. */
export function dueIn(
  { recorder }: LaidSamples,
  {
    from,
    steps,
    isFirst,
  }: { readonly from: number; readonly steps: number; readonly isFirst: boolean },
): readonly number[] {
  const first = isFirst ? from : from + 1;
  const all = Array.from({ length: steps }, (_, k) => first + k);
  return all.filter((stamp) => isDue(recorder, stamp));
}

/** Collects the spikes of a window for recorders. */
export interface SpikeRecording {
  add(population: string, step: number, neurons: readonly number[]): void;
  /** Hand over what was collected. */
  flush(sink: RecordingSink): void;
}

/** Collect spikes by recorder. */
export function recordSpikes({ recorders, convention }: NetworkProgram): SpikeRecording {
  const shift = convention.spikeStamp === "end" ? 1 : 0;
  const own = recorders
    .filter(({ spikes }) => spikes)
    .map((recorder) => ({ recorder, steps: [] as number[], neurons: [] as number[] }));
  return {
    add(population, step, neurons) {
      const stamp = step + shift;
      for (const { recorder, ...lists } of own) {
        const { chosen, from, until } = recorder;
        if (recorder.population !== population || stamp < from || stamp >= until) continue;
        for (const neuron of neurons) {
          if (chosen.index(neuron) < 0) continue;
          lists.steps.push(stamp);
          lists.neurons.push(neuron);
        }
      }
    },
    flush(sink) {
      for (const { recorder, steps, neurons } of own) {
        if (steps.length === 0) continue;
        const chunk = { steps: Int32Array.from(steps), neurons: Uint32Array.from(neurons) };
        sink.spikes({ recorder: recorder.index, ...chunk });
        steps.length = 0;
        neurons.length = 0;
      }
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
