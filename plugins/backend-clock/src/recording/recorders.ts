import type { RecordingSink } from "@spikeloom/kernel";
import { comesBefore, isDue, type RecorderProgram } from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";
import type { SampleBuffer } from "./sampler.ts";

/** Hands over what the recorders of a network ask for. */
export interface Recorders {
  /** Spikes of a population in a step. */
  spikes(step: number, population: string, neurons: Uint32Array): void;
  /** Hand over everything of the steps from `from` to before `until`. */
  flush(from: number, until: number): void;
}

/** What recorders are made with. */
export interface RecorderOptions {
  readonly plan: JobPlan;
  readonly recorded: readonly RecorderProgram[];
  /** Samples of all shards. */
  readonly samples: readonly SampleBuffer[];
  readonly sink: RecordingSink;
}

/** Make the recorders of a network. */
export function makeRecorders({ plan, recorded, samples, sink }: RecorderOptions): Recorders {
  const { convention } = plan;
  const shift = convention.spikeStamp === "end" ? 1 : 0;
  const writers = recorded
    .filter(({ spikes }) => spikes)
    .map((one) => ({ ...one, writer: spikeWriter(one, sink) }));
  const sampled = recorded.flatMap((one) =>
    one.variables.map((variable) => {
      const parts = samples.filter(
        (part) => part.recorder === one.index && part.variable === variable,
      );
      return { one, variable, parts };
    }),
  );
  return {
    spikes(step, population, neurons) {
      const stamp = step + shift;
      for (let k = 0; k < writers.length; k++) {
        const { population: own, from, until, writer } = writers[k] as (typeof writers)[number];
        if (own === population && stamp >= from && stamp < until) writer.add(stamp, neurons);
      }
    },
    flush(from, until) {
      for (const { writer } of writers) writer.flush();
      const late = comesBefore(plan, "sample", "sources") ? 0 : 1;
      for (const { one, variable, parts } of sampled) {
        const stamps: number[] = [];
        for (let stamp = from + late; stamp < until + late; stamp++) {
          if (isDue(one, stamp)) stamps.push(stamp);
        }
        if (stamps.length === 0) continue;
        const steps = Int32Array.from(stamps);
        const values = gather(parts, { rows: stamps.length, width: one.chosen.size });
        sink.samples({ recorder: one.index, variable, steps, values });
      }
    },
  };
}

/** Put the samples of all shards in the order of the chosen neurons. */
function gather(
  parts: readonly SampleBuffer[],
  { rows, width }: { readonly rows: number; readonly width: number },
): Float64Array {
  const out = new Float64Array(rows * width);
  for (const { numbers, values } of parts) {
    const own = numbers.length;
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < own; k++) {
        out[row * width + (numbers[k] as number)] = values[row * own + k] as number;
      }
    }
  }
  return out;
}

// What a recorder holds before it hands it over.
const heldSpikes = 65_536;

interface SpikeWriter {
  add(stamp: number, neurons: Uint32Array): void;
  flush(): void;
}

function spikeWriter({ index, chosen }: RecorderProgram, sink: RecordingSink): SpikeWriter {
  const steps = new Int32Array(heldSpikes);
  const kept = new Uint32Array(heldSpikes);
  let count = 0;
  const flush = (): void => {
    if (count === 0) return;
    sink.spikes({
      recorder: index,
      steps: steps.slice(0, count),
      neurons: kept.slice(0, count),
    });
    count = 0;
  };
  return {
    flush,
    add(stamp, neurons) {
      for (let k = 0; k < neurons.length; k++) {
        const neuron = neurons[k] as number;
        if (chosen.isAll !== true && chosen.index(neuron) < 0) continue;
        steps[count] = stamp;
        kept[count++] = neuron;
        if (count === heldSpikes) flush();
      }
    },
  };
}
