import type { RecordingSink } from "@spikeloom/kernel";
import { comesBefore, isDue, type RecorderProgram } from "@spikeloom/program";
import type { JobPlan } from "../job-plan.ts";
import type { SampleBuffer } from "./sampler.ts";

/** Passes on the data requested by the recorders of a network. */
export interface Recorders {
  /** Spikes of a population in a step. */
  spikes(step: number, population: string, neurons: Uint32Array): void;
  /** Pass on all data of the steps from `from` up to, but excluding, `until`. */
  flush(from: number, until: number): void;
}

/** Inputs for creating recorders. */
export interface RecorderOptions {
  readonly plan: JobPlan;
  readonly recorded: readonly RecorderProgram[];
  /** Samples of all shards. */
  readonly samples: readonly SampleBuffer[];
  readonly sink: RecordingSink;
}

/** Create the recorders of a network. */
export function makeRecorders({ plan, recorded, samples, sink }: RecorderOptions): Recorders {
  const { convention } = plan;
  const shift = convention.spikeStamp === "end" ? 1 : 0;
  const writers = recorded
    .filter(({ spikes }) => spikes)
    .map((one) => ({ one, writer: spikeWriter(one, sink) }));
  const listeners = listenersOf(writers, plan);
  const partsOf = new Map<string, SampleBuffer[]>();
  for (const part of samples) {
    const key = sampleKey(part.recorder, part.variable);
    const known = partsOf.get(key);
    if (known === undefined) partsOf.set(key, [part]);
    else known.push(part);
  }
  const sampled = recorded.flatMap((one) =>
    one.variables.map((variable) => ({
      one,
      variable,
      parts: partsOf.get(sampleKey(one.index, variable)) ?? [],
    })),
  );
  return {
    spikes(step, population, neurons) {
      listeners.get(population)?.(step + shift, neurons);
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

/** Arrange the samples of all shards in the order of the selected neurons. */
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

const sampleKey = (recorder: number, variable: string): string => `${recorder} ${variable}`;

/** Receives the spikes of a population in a step. */
type Listener = (stamp: number, neurons: Uint32Array) => void;

interface RecorderWriter {
  readonly one: RecorderProgram;
  readonly writer: SpikeWriter;
}

/** Create a function that passes the spikes of each population to its recorders. */
function listenersOf(
  writers: readonly RecorderWriter[],
  { populations }: Pick<JobPlan, "populations">,
): ReadonlyMap<string, Listener> {
  const byPopulation = new Map<string, RecorderWriter[]>();
  for (const writer of writers) {
    const known = byPopulation.get(writer.one.population);
    if (known === undefined) byPopulation.set(writer.one.population, [writer]);
    else known.push(writer);
  }
  return new Map(
    [...byPopulation].map(([name, own]) => {
      const size = populations.get(name)?.size ?? 0;
      return [name, own.length > mostAsked ? byNeuron(own, size) : inTurn(own)] as const;
    }),
  );
}

/** Maximum number of recorders of a population that are tested one by one for each spike. */
const mostAsked = 4;

function inTurn(writers: readonly RecorderWriter[]): Listener {
  return (stamp, neurons) => {
    for (const { one, writer } of writers) {
      if (stamp < one.from || stamp >= one.until) continue;
      const { chosen } = one;
      for (let k = 0; k < neurons.length; k++) {
        const neuron = neurons[k] as number;
        if (chosen.isAll === true || chosen.index(neuron) >= 0) writer.add(stamp, neuron);
      }
    }
  };
}

/** List the recorders of each neuron, so that a spike only takes time for those. */
function byNeuron(writers: readonly RecorderWriter[], size: number): Listener {
  const whole = inTurn(writers.filter(({ one }) => one.chosen.isAll === true));
  const chosen = writers.filter(({ one }) => one.chosen.isAll !== true);
  const starts = new Uint32Array(size + 1);
  for (const { one } of chosen) {
    for (let k = 0; k < one.chosen.size; k++) {
      const next = one.chosen.neuron(k) + 1;
      starts[next] = (starts[next] as number) + 1;
    }
  }
  for (let n = 0; n < size; n++) starts[n + 1] = (starts[n + 1] as number) + (starts[n] as number);
  const listed = new Uint32Array(starts[size] as number);
  const next = starts.slice();
  for (const [w, { one }] of chosen.entries()) {
    for (let k = 0; k < one.chosen.size; k++) {
      const neuron = one.chosen.neuron(k);
      const at = next[neuron] as number;
      listed[at] = w;
      next[neuron] = at + 1;
    }
  }
  return (stamp, neurons) => {
    whole(stamp, neurons);
    for (let k = 0; k < neurons.length; k++) {
      const neuron = neurons[k] as number;
      const end = starts[neuron + 1] as number;
      for (let at = starts[neuron] as number; at < end; at++) {
        const { one, writer } = chosen[listed[at] as number] as RecorderWriter;
        if (stamp >= one.from && stamp < one.until) writer.add(stamp, neuron);
      }
    }
  };
}

// Data that a recorder holds before passing them on.
const heldSpikes = 65_536;

interface SpikeWriter {
  add(stamp: number, neuron: number): void;
  flush(): void;
}

/** Hold the spikes of a recorder in arrays that grow as needed. */
function spikeWriter({ index }: RecorderProgram, sink: RecordingSink): SpikeWriter {
  let steps = new Int32Array(0);
  let kept = new Uint32Array(0);
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
  const grow = (): void => {
    const room = Math.min(heldSpikes, Math.max(16, 2 * count));
    const [oldSteps, oldKept] = [steps, kept];
    steps = new Int32Array(room);
    kept = new Uint32Array(room);
    steps.set(oldSteps);
    kept.set(oldKept);
  };
  return {
    flush,
    add(stamp, neuron) {
      if (count === steps.length) grow();
      steps[count] = stamp;
      kept[count++] = neuron;
      if (count === heldSpikes) flush();
    },
  };
}
