import { isDue, type NetworkProgram, stampsOf } from "@spikeloom/program";
import type { FedInput } from "./inputs.ts";
import type { LaidSamples } from "./recording.ts";

/** Places of what a window of steps reads and writes. */
export interface WindowShape {
  /** Most steps of a window. */
  readonly steps: number;
  /** Words of the integers, floats and samples. */
  readonly words: number;
  readonly floats: number;
  readonly samples: number;
  /** Index of the starts of the host's events; those of sources are at 0. */
  readonly eventStarts: number;
  /** Index of the rows of each recorder of variables. */
  readonly sampleRows: readonly number[];
  /** Index of the first sample of each. */
  readonly sampleStarts: readonly number[];
  /** Index of the values of rules of the first step, and values per step. */
  readonly rules: number;
  readonly ruleWidth: number;
  /** Index of the first entry: spikes of sources and events. */
  readonly entries: number;
  /** Index of the values of each input. */
  readonly inputStarts: readonly number[];
}

/** Words of samples and of inputs of a window, above which it has fewer steps. */
const mostFloats = 2 ** 20;
/** Words of spike masks of a window. */
const mostMarks = 2 ** 22;
const leastEntries = 2 ** 16;

/** Choose the steps of a window, and lay it out. */
export function windowShape({
  inputs,
  samples,
  markWords,
  steps: given,
  entriesAStep,
  ruleWidth,
}: {
  readonly inputs: readonly FedInput[];
  readonly samples: readonly LaidSamples[];
  readonly markWords: number;
  readonly steps: number;
  /** Most entries of a single step. */
  readonly entriesAStep: number;
  /** Values of rules in a step. */
  readonly ruleWidth: number;
}): WindowShape {
  const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
  const floatsAStep = sum(inputs.map(({ classes }) => classes));
  const samplesAStep = sum(samples.map(({ recorder, width }) => width / recorder.every));
  const steps = [
    given,
    mostFloats / Math.max(1, floatsAStep),
    mostFloats / Math.max(1, samplesAStep),
    mostMarks / Math.max(1, markWords),
  ].reduce((least, one) => Math.max(1, Math.min(least, Math.floor(one))));
  const starts = steps + 1;
  const sampleRows = samples.map((_, k) => (2 + k) * starts);
  const rules = (2 + samples.length) * starts;
  const entries = rules + steps * ruleWidth;
  let floats = starts;
  const inputStarts = inputs.map(({ classes }) => {
    const at = floats;
    floats += classes * steps;
    return at;
  });
  let sampled = 0;
  const sampleStarts = samples.map(({ recorder, width }) => {
    const at = sampled;
    sampled += width * (Math.floor(steps / recorder.every) + 1);
    return at;
  });
  return {
    steps,
    words: entries + Math.max(leastEntries, entriesAStep),
    floats,
    samples: sampled,
    eventStarts: starts,
    sampleRows,
    sampleStarts,
    rules,
    ruleWidth,
    entries,
    inputStarts,
  };
}

/** What the host prepares for a step. */
export interface StepData {
  readonly step: number;
  /** Spikes of each source population, in the order of the network. */
  readonly spikes: readonly (readonly [population: string, neurons: readonly number[]])[];
  /** The same as numbers of neurons in the network. */
  readonly sent: readonly number[];
  /** Pairs of a sum's index and units that are added to it. */
  readonly events: readonly number[];
  /** Values of inputs, one after another. */
  readonly inputs: readonly Float32Array[];
  /** Values of rules: counts of events, and bits of third factors. */
  readonly rules: Int32Array;
}

/** A window of steps, as words to write. */
export interface WrittenWindow {
  readonly steps: readonly StepData[];
  readonly words: Int32Array<ArrayBuffer>;
  readonly floats: Float32Array<ArrayBuffer>;
  /** Stamps at which each recorder samples. */
  readonly due: readonly (readonly number[])[];
}

/** Number of words that the entries of a step take. */
export function entriesOf({ sent, events }: StepData): number {
  return sent.length + events.length;
}

/** Write the data of consecutive steps. */
export function writeWindow(
  steps: readonly StepData[],
  shape: WindowShape,
  {
    program,
    inputs,
    samples,
  }: {
    readonly program: NetworkProgram;
    readonly inputs: readonly FedInput[];
    readonly samples: readonly LaidSamples[];
  },
): WrittenWindow {
  const from = steps[0]?.step ?? 0;
  const words = new Int32Array(steps.reduce((sum, one) => sum + entriesOf(one), shape.entries));
  const floats = new Float32Array(shape.floats);
  let at = shape.entries;
  const append = (k: number, starts: number, entries: readonly number[]): void => {
    words[starts + k] = at;
    words.set(entries, at);
    at += entries.length;
    words[starts + k + 1] = at;
  };
  // All spikes of sources, then all events, because each start is the end of the one before.
  for (const [k, { sent }] of steps.entries()) append(k, 0, sent);
  for (const [k, { events }] of steps.entries()) append(k, shape.eventStarts, events);
  for (let k = 0; k <= steps.length; k++) floats[k] = (from + k) * program.dt;
  steps.forEach((one, k) => {
    words.set(one.rules, shape.rules + k * shape.ruleWidth);
    one.inputs.forEach((values, n) => {
      const { classes } = inputs[n] as FedInput;
      floats.set(values, (shape.inputStarts[n] as number) + k * classes);
    });
  });
  const all = stampsOf(program, { from, until: from + steps.length });
  const due = samples.map(({ recorder }, n) => {
    const stamps = all.filter((stamp) => isDue(recorder, stamp));
    for (const [row, stamp] of stamps.entries()) {
      words[(shape.sampleRows[n] as number) + stamp - from] = row;
    }
    return stamps;
  });
  return { steps, words, floats, due };
}
