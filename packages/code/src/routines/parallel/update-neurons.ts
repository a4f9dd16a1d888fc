import type { Kernel, StepProgram } from "@spikeloom/program";
import { type Builder, routine } from "../../form/build.ts";
import type { Value, Variable } from "../../form/graph.ts";
import type { ArrayPlace, Routine } from "../../form/routine.ts";
import { kernelRoutine } from "../../kernel/kernel-routine.ts";
import {
  type Copies,
  type CopyDistance,
  inCopy,
  keyWords,
  type OwnCopy,
  type ParallelKey,
  splitCopy,
} from "./copies.ts";
import { drawCount, drawNumber } from "./draw-words.ts";
import { controlWords, type FixedRing, parallelArrays } from "./parallel-arrays.ts";

/** A population whose neurons are computed one per invocation. */
export interface ParallelPopulation {
  readonly name: string;
  readonly size: number;
  /** Number of its first neuron in the network. */
  readonly first: number;
  /** The first of its invocations. */
  readonly start: number;
  readonly step: StepProgram;
  /** Array of each slot. */
  readonly arrayOf: (slot: string) => ArrayPlace<"f32">;
  /** Index of its first word in a row of marks. */
  readonly marks: number;
  readonly receptors: readonly ParallelReceptor[];
  readonly inputs: readonly ParallelInput[];
  /** Key of each draw slot. */
  readonly keys: ReadonlyMap<string, ParallelKey>;
}

/** The sums of a receptor, in units of 2^-scale. */
export interface ParallelReceptor {
  readonly slot: string;
  /** Index of its first sum in a row of the ring. */
  readonly place: number;
  /** The same for all copies; or the index in `floats` of the first copy's factor 2^-scale, and the distance to the next. */
  readonly scale: number | { readonly factor: number; readonly distance: number };
  readonly drives: readonly ParallelDrive[];
}

/** Counts drawn for each target, by thresholds. */
export interface ParallelDrive {
  readonly key: ParallelKey;
  /** Steps in which it acts; the end is exclusive and may be infinite. */
  readonly from: number;
  readonly until: number;
  /** Number of neurons in the list of targets. */
  readonly targets: number;
  /** Index in `tables` of each neuron's number among the targets, or -1. */
  readonly numbers: number;
  /** Index in `tables` of each target's law; see `drawCount`. */
  readonly laws: number;
  /** Index in `tables` of each target's weight in units of the receptor. */
  readonly weights: number;
}

/** A continuous input with values computed beforehand for classes of neurons. */
export interface ParallelInput {
  readonly slot: string;
  readonly classes: number;
  /** Index in `tables` of each neuron's class; undefined if all neurons are in one. */
  readonly classOf: number | undefined;
  /** Index in `floats` of the values of the first step. */
  readonly values: number;
}

/** Parts of a step that an invocation computes for its neuron. */
export interface ParallelUpdate {
  readonly populations: readonly ParallelPopulation[];
  readonly ring: FixedRing;
  readonly copies: Copies;
  /** Whether inputs are set and numbers are drawn. */
  readonly begins: boolean;
  /** Whether sums of the step are collected. */
  readonly arrives: boolean;
  /** Which kernel runs; none if undefined. */
  readonly kernel: number | undefined;
  /** Whether the step is already counted as completed. */
  readonly isCounted: boolean;
}

/** Parts of a step that one pass over the neurons computes. */
export type UpdatePart = Omit<ParallelUpdate, "populations" | "ring" | "copies">;

/**
 * List the passes over the neurons of a step, in order.
 *
 * Another one only sets inputs, before a sample. A split step has two, with a delivery between them that counts the step as completed.
 */
export function updateParts({
  isSplit,
  samplesFirst,
}: {
  readonly isSplit: boolean;
  readonly samplesFirst: boolean;
}): { readonly inputs: UpdatePart | undefined; readonly updates: readonly UpdatePart[] } {
  const first = { begins: !samplesFirst, arrives: !isSplit, kernel: 0, isCounted: false };
  const second = { begins: false, arrives: true, kernel: 1, isCounted: true };
  const inputs = { begins: true, arrives: false, kernel: undefined, isCounted: false };
  return {
    inputs: samplesFirst ? inputs : undefined,
    updates: isSplit ? [first, second] : [first],
  };
}

/** Write the routine that computes a neuron; its parameter is the invocation. */
export function updateNeurons(update: ParallelUpdate): Routine {
  const { populations, copies } = update;
  const { count, invocations: size } = copies;
  const routines = populations.map((one) => [one, updateNeuron(one, update)] as const);
  const about = "Computes a neuron of the network in a step.";
  return routine("update", { about, parameters: { index: "i32" } }, (b, { index }) => {
    const { copy, own: invocation } = splitCopy(b, index, { count, size });
    for (const [{ start, size }, own] of routines) {
      const neuron = b.keep("neuron", b.apply("sub", invocation, b.i32(start)));
      b.if(b.apply("ltUnsigned", neuron, b.i32(size)), () => {
        b.call(own, [], copy === undefined ? [neuron] : [neuron, copy]);
      });
    }
    return undefined;
  });
}

function updateNeuron(population: ParallelPopulation, update: ParallelUpdate): Routine {
  const { control, spikes, marks, floats } = parallelArrays;
  const { step: program, name, arrayOf, first } = population;
  const { begins, arrives, isCounted, copies } = update;
  const kernel = update.kernel === undefined ? undefined : program.kernels[update.kernel];
  const about = `Computes a neuron of ${name}.`;
  const one: Record<string, "i32"> = { neuron: "i32" };
  const parameters = copies.count === 1 ? one : { ...one, copy: "i32" as const };
  return routine(`update_${name}`, { about, parameters }, (b, given) => {
    const { neuron, copy } = given as { readonly neuron: Value; readonly copy?: Value };
    const counted = (word: number): Value => {
      const now = b.load(control, b.i32(word));
      return isCounted ? b.apply("sub", now, b.i32(1)) : now;
    };
    const step = b.keep("step", counted(controlWords.step));
    const row = b.keep("row", counted(controlWords.windowStep));
    const at = (index: Value, of: CopyDistance): Value => inCopy(b, index, copy, copies[of]);
    const entry = b.keep("entry", at(neuron, "slots"));
    const own = { population, neuron, entry, step, row, copy, copies, at };
    if (begins) begin(b, own);
    if (arrives) arrive(b, own, update.ring);
    if (kernel === undefined) return undefined;
    const of = kernelRoutine(kernel, { slots: program.slots, type: "f32", arrayOf });
    const [spiked = b.bool(false)] = b.call(of, [], [entry, b.load(floats, row)]);
    if (kernel.spikes === undefined) return undefined;
    b.if(spiked, () => {
      const listed = b.fetchAdd(control, b.i32(controlWords.listed), b.i32(1));
      b.store(spikes, listed, at(b.apply("add", neuron, b.i32(first)), "neurons"));
      const word = at(b.apply("shiftRightUnsigned", neuron, b.i32(5)), "marks");
      const place = b.apply("add", b.apply("mul", row, b.i32(copies.count * copies.marks)), word);
      const bit = b.apply("shiftLeft", b.i32(1), b.apply("and", neuron, b.i32(31)));
      // Each bit is added once, to a word that was cleared.
      b.atomicAdd(marks, b.apply("add", place, b.i32(population.marks)), bit);
    });
    return undefined;
  });
}

interface OwnNeuron {
  readonly population: ParallelPopulation;
  readonly neuron: Value;
  /** Index of its values. */
  readonly entry: Value;
  readonly step: Value;
  /** The step, counted from the start of the window. */
  readonly row: Value;
  readonly copy: OwnCopy;
  readonly copies: Copies;
  /** Move an index to the neuron's copy. */
  readonly at: (index: Value, of: CopyDistance) => Value;
}

/** Set inputs and draw the numbers of a step. */
function begin(
  b: Builder,
  { population, neuron, entry, step, row, copy, copies, at }: OwnNeuron,
): void {
  const { tables, floats } = parallelArrays;
  const { inputs, step: program, keys, arrayOf } = population;
  for (const { slot, classes, classOf, values } of inputs) {
    const own =
      classOf === undefined
        ? b.i32(0)
        : b.load(tables, at(b.apply("add", neuron, b.i32(classOf)), "tables"));
    const start = b.apply("mul", row, b.i32(copies.count * classes));
    const place = inCopy(b, b.apply("add", start, own), copy, classes);
    b.store(arrayOf(slot), entry, b.load(floats, b.apply("add", place, b.i32(values))));
  }
  for (const { slot, distribution } of program.draws) {
    const key = keyWords(b, keys.get(slot) as ParallelKey, { copy, tables: copies.tables });
    b.store(arrayOf(slot), entry, drawNumber(b, { key, entity: neuron, step }, distribution));
  }
}

/** Collect the sums that arrive in a step, with the counts of drives, and clear them. */
function arrive(b: Builder, own: OwnNeuron, ring: FixedRing): void {
  const { population, neuron, entry, step } = own;
  const { sums, floats } = parallelArrays;
  const slot = b.apply("and", step, b.i32(ring.length - 1));
  const start = b.keep("start", b.apply("mul", slot, b.i32(ring.width)));
  const { mul, constant } = b.floats("f32");
  for (const { slot: receptor, place, scale, drives } of population.receptors) {
    const first = b.apply("add", b.apply("add", start, neuron), b.i32(place));
    const at = b.keep("at", own.at(first, "sums"));
    const sum = b.variable("sum", b.load(sums, at));
    b.store(sums, at, b.i32(0));
    for (const drive of drives) addCount(b, drive, { own, sum });
    const factor =
      typeof scale === "number"
        ? constant(2 ** -scale)
        : b.load(floats, inCopy(b, b.i32(scale.factor), own.copy, scale.distance));
    const value = mul(b.apply("toF32", b.get(sum)), factor);
    b.store(population.arrayOf(receptor), entry, value);
  }
}

function addCount(
  b: Builder,
  { key, from, until, numbers, laws, weights }: ParallelDrive,
  { own, sum }: { readonly own: OwnNeuron; readonly sum: Variable },
): void {
  const { tables } = parallelArrays;
  const { neuron, step, copy, copies } = own;
  const load = (index: Value, list: number): Value =>
    b.load(tables, own.at(b.apply("add", index, b.i32(list)), "tables"));
  const number = load(neuron, numbers);
  const isAtMost = (limit: number): Value =>
    Number.isFinite(limit) ? b.apply("lt", step, b.i32(limit)) : b.bool(true);
  const isOn = b.apply("and", b.apply("ge", step, b.i32(Math.max(0, from))), isAtMost(until));
  b.if(b.apply("and", b.apply("ge", number, b.i32(0)), isOn), () => {
    const law = own.at(load(number, laws), "tables");
    const words = keyWords(b, key, { copy, tables: copies.tables });
    const count = drawCount(b, { key: words, entity: number, step }, law);
    const weight = load(number, weights);
    b.set(sum, b.apply("add", b.get(sum), b.apply("mul", count, weight)));
  });
}

/** Write the routine that samples variables or expressions of a listed neuron. */
export function sampleNeurons(
  population: Pick<ParallelPopulation, "name" | "step" | "arrayOf">,
  {
    slots,
    observe,
    size,
    list,
    rows,
    start,
    copies,
  }: {
    /** Sampled slots, one after another; undefined for one that is no number. */
    readonly slots: readonly (string | undefined)[];
    readonly observe: Kernel | undefined;
    /** Number of listed neurons. */
    readonly size: number;
    /** Index of the list in `tables`. */
    readonly list: number;
    /** Index in `window` of the row that each step of the window writes. */
    readonly rows: number;
    /** Index of the first sample in `samples`. */
    readonly start: number;
    readonly copies: Copies;
  },
): Routine {
  const { control, tables, window, floats, samples } = parallelArrays;
  const { name, step: program, arrayOf } = population;
  const about = `Samples a neuron of ${name}.`;
  return routine(`sample_${name}`, { about, parameters: { index: "i32" } }, (b, { index }) => {
    const { copy, own } = splitCopy(b, index, { count: copies.count, size });
    const neuron = b.load(tables, b.apply("add", own, b.i32(list)));
    const entry = b.keep("entry", inCopy(b, neuron, copy, copies.slots));
    const now = b.load(control, b.i32(controlWords.windowStep));
    if (observe !== undefined) {
      const of = kernelRoutine(observe, { slots: program.slots, type: "f32", arrayOf });
      b.call(of, [], [entry, b.load(floats, now)]);
    }
    const row = b.load(window, b.apply("add", now, b.i32(rows)));
    const width = size * slots.length;
    const line = b.apply("mul", row, b.i32(copies.count * width));
    const first = b.apply("add", inCopy(b, line, copy, width), b.i32(start));
    const at = b.keep("at", b.apply("add", first, own));
    for (const [k, slot] of slots.entries()) {
      const value = slot === undefined ? b.f32(Number.NaN) : b.load(arrayOf(slot), entry);
      b.store(samples, b.apply("add", at, b.i32(k * size)), value);
    }
    return undefined;
  });
}
