import { isDue, type NetworkProgram, stampsOf } from "@spikeloom/program";
import type { FedInput } from "./inputs.ts";
import type { NetworkLayout } from "./layout.ts";
import type { LaidSamples } from "./recording.ts";

/** Places of what a window of steps reads and writes. */
export interface WindowShape {
  /** Number of copies of the network. */
  readonly copies: number;
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
  /** Index of the factors of the receptors of several copies, by which their sums are multiplied. */
  readonly factors: number;
}

/** Words of samples and of inputs of a window, above which it has fewer steps. */
const mostFloats = 2 ** 20;
/** Words of spike masks of a window. */
const mostMarks = 2 ** 22;
const leastEntries = 2 ** 16;

/** Choose the steps of a window, and lay it out. */
export function windowShape({
  copies,
  inputs,
  samples,
  markWords,
  steps: given,
  entriesAStep,
  ruleWidth,
  receptors,
}: {
  readonly copies: number;
  readonly inputs: readonly FedInput[];
  readonly samples: readonly LaidSamples[];
  readonly markWords: number;
  readonly steps: number;
  /** Most entries of a single step. */
  readonly entriesAStep: number;
  /** Values of rules in a step. */
  readonly ruleWidth: number;
  /** Number of receptors of a copy. */
  readonly receptors: number;
}): WindowShape {
  const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);
  const floatsAStep = copies * sum(inputs.map(({ classes }) => classes));
  const samplesAStep = copies * sum(samples.map(({ recorder, width }) => width / recorder.every));
  const steps = [
    given,
    mostFloats / Math.max(1, floatsAStep),
    mostFloats / Math.max(1, samplesAStep),
    mostMarks / Math.max(1, copies * markWords),
  ].reduce((least, one) => Math.max(1, Math.min(least, Math.floor(one))));
  const starts = steps + 1;
  const sampleRows = samples.map((_, k) => (2 + k) * starts);
  const rules = (2 + samples.length) * starts;
  const entries = rules + steps * ruleWidth;
  let floats = starts;
  const inputStarts = inputs.map(({ classes }) => {
    const at = floats;
    floats += copies * classes * steps;
    return at;
  });
  const factors = floats;
  if (copies > 1) floats += copies * receptors;
  let sampled = 0;
  const sampleStarts = samples.map(({ recorder, width }) => {
    const at = sampled;
    sampled += copies * width * (Math.floor(steps / recorder.every) + 1);
    return at;
  });
  return {
    copies,
    steps,
    words: entries + Math.max(leastEntries, copies * entriesAStep),
    floats,
    samples: sampled,
    eventStarts: starts,
    sampleRows,
    sampleStarts,
    rules,
    ruleWidth,
    entries,
    inputStarts,
    factors,
  };
}

/** What the host prepares for a step of a copy. */
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

/** Data of a step of all copies; undefined for those that have ended. */
export type CopiesData = readonly (StepData | undefined)[];

/** A window of steps, as words to write. */
export interface WrittenWindow {
  readonly steps: readonly CopiesData[];
  readonly words: Int32Array<ArrayBuffer>;
  readonly floats: Float32Array<ArrayBuffer>;
  /** Stamps at which each recorder samples. */
  readonly due: readonly (readonly number[])[];
}

/** Number of words that the entries of a step take. */
export function entriesOf(copies: CopiesData): number {
  return copies.reduce((sum, one) => sum + (one?.sent.length ?? 0) + (one?.events.length ?? 0), 0);
}

/** Write the data of consecutive steps, the first of which is `from`. */
export function writeWindow(
  { from, steps }: { readonly from: number; readonly steps: readonly CopiesData[] },
  shape: WindowShape,
  {
    program,
    layout,
    inputs,
    samples,
    copies: all,
  }: {
    readonly program: NetworkProgram;
    readonly layout: Pick<NetworkLayout, "neurons" | "width">;
    readonly copies: readonly { readonly scales: ReadonlyMap<number, number> }[];
    readonly inputs: readonly FedInput[];
    readonly samples: readonly LaidSamples[];
  },
): WrittenWindow {
  const words = new Int32Array(steps.reduce((sum, one) => sum + entriesOf(one), shape.entries));
  const floats = new Float32Array(shape.floats);
  let at = shape.entries;
  const { neurons, width } = layout;
  // All spikes of sources, then all events, because each start is the end of the one before.
  for (const [k, copies] of steps.entries()) {
    words[k] = at;
    for (const [copy, one] of copies.entries()) {
      for (const neuron of one?.sent ?? []) words[at++] = copy * neurons + neuron;
    }
    words[k + 1] = at;
  }
  for (const [k, copies] of steps.entries()) {
    words[shape.eventStarts + k] = at;
    for (const [copy, one] of copies.entries()) {
      const events = one?.events ?? [];
      for (let n = 0; n < events.length; n += 2) {
        words[at++] = copy * width + (events[n] as number);
        words[at++] = events[n + 1] as number;
      }
    }
    words[shape.eventStarts + k + 1] = at;
  }
  for (let k = 0; k <= steps.length; k++) floats[k] = (from + k) * program.dt;
  for (const [k, copies] of steps.entries()) {
    for (const [copy, one] of copies.entries()) {
      // A network with rules has no other copies.
      if (one !== undefined) words.set(one.rules, shape.rules + k * shape.ruleWidth);
      one?.inputs.forEach((values, n) => {
        const { classes } = inputs[n] as FedInput;
        const line = k * shape.copies + copy;
        floats.set(values, (shape.inputStarts[n] as number) + line * classes);
      });
    }
  }
  if (shape.copies > 1) {
    const factors = all.flatMap(({ scales }) => [...scales.values()].map((scale) => 2 ** -scale));
    floats.set(factors, shape.factors);
  }
  const stamps = stampsOf(program, { from, until: from + steps.length });
  const due = samples.map(({ recorder }, n) => {
    const own = stamps.filter((stamp) => isDue(recorder, stamp));
    for (const [row, stamp] of own.entries()) {
      words[(shape.sampleRows[n] as number) + stamp - from] = row;
    }
    return own;
  });
  return { steps, words, floats, due };
}
