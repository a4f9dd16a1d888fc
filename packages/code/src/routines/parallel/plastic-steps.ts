import { findObserved, type Kernel, type StepProgram } from "@spikeloom/program";
import { type Builder, routine } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import type { ArrayPlace, Routine } from "../../form/routine.ts";
import { kernelRoutine } from "../../kernel/kernel-routine.ts";
import { advanceCommon, applyToCommon } from "../rules/named-events.ts";
import { commonSlot } from "../rules/rows.ts";
import type { Named } from "../rules/rule-arrays.ts";
import { followed, stepFilter } from "../rules/steps.ts";
import { namesIn, timeIfRead } from "../rules/writer.ts";
import { type Copies, inCopy, splitCopy } from "./copies.ts";
import { controlWords, parallelArrays } from "./parallel-arrays.ts";
import { countAt, type ParallelRule, type SpikeCounts } from "./plastic-synapses.ts";

/** A population whose spikes are counted for plastic synapses. */
export interface CountedPopulation {
  /** Number of its first neuron among the counts: a multiple of four. */
  readonly at: number;
  readonly size: number;
  /** Number of its first neuron in the network. */
  readonly first: number;
  /** Index of its first word in a row of marks; undefined for a source. */
  readonly marks: number | undefined;
}

/** Distances between the spikes of two copies. */
type SpikeCopies = Pick<Copies, "count" | "marks" | "neurons">;

/** Write the routine that stores spikes of computed neurons. */
export function countSpikes(
  populations: readonly CountedPopulation[],
  { counts, length, width }: SpikeCounts,
  copies: SpikeCopies,
): Routine {
  const { control, marks } = parallelArrays;
  const about = "Stores the spikes of four neurons in a step.";
  return routine("count_spikes", { about, parameters: { index: "i32" } }, (b, { index }) => {
    b.if(b.apply("ltUnsigned", index, b.i32(width)), () => {
      const word = b.variable("word", b.i32(0));
      const { count } = copies;
      const { copy, own: place } = splitCopy(b, index, { count, size: width / count });
      for (const { at, size, marks: first } of populations) {
        if (first === undefined) continue;
        const own = b.keep("own", b.apply("sub", place, b.i32(at / 4)));
        b.if(b.apply("ltUnsigned", own, b.i32(Math.ceil(size / 4))), () => {
          const row = b.load(control, b.i32(controlWords.windowStep));
          const words = b.apply("mul", row, b.i32(count * copies.marks));
          const start = inCopy(b, words, copy, copies.marks);
          const eighth = b.apply("shiftRightUnsigned", own, b.i32(3));
          const bits = b.load(marks, b.apply("add", b.apply("add", start, b.i32(first)), eighth));
          const shift = b.apply("shiftLeft", b.apply("and", own, b.i32(7)), b.i32(2));
          const four = b.keep("four", b.apply("shiftRightUnsigned", bits, shift));
          const spread = [0, 1, 2, 3].map((k) => {
            const bit = b.apply("and", b.apply("shiftRightUnsigned", four, b.i32(k)), b.i32(1));
            return b.apply("shiftLeft", bit, b.i32(8 * k));
          });
          b.set(
            word,
            spread.reduce((sum, one) => b.apply("or", sum, one)),
          );
        });
      }
      const step = b.load(control, b.i32(controlWords.step));
      const slot = b.apply("and", step, b.i32(length - 1));
      b.store(counts, b.apply("add", b.apply("mul", slot, b.i32(width)), index), b.get(word));
    });
    return undefined;
  });
}

/** Write the routine that counts a spike of a source in a step. */
export function countGiven(
  populations: readonly CountedPopulation[],
  { counts, length, width }: SpikeCounts,
  { count: copies, neurons: each }: SpikeCopies,
): Routine {
  const { control, window } = parallelArrays;
  const about = "Counts a spike of a source.";
  return routine("count_given", { about, parameters: { index: "i32" } }, (b, { index }) => {
    const row = b.load(control, b.i32(controlWords.windowStep));
    const from = b.load(window, row);
    const count = b.apply("sub", b.load(window, row, 1), from);
    b.if(b.apply("ltUnsigned", index, count), () => {
      const sender = b.load(window, b.apply("add", from, index));
      const { copy, own: neuron } = splitCopy(b, sender, { count: copies, size: each });
      const slot = b.apply("and", b.load(control, b.i32(controlWords.step)), b.i32(length - 1));
      const start = b.keep("start", b.apply("mul", slot, b.i32(width)));
      for (const { at, size, first, marks } of populations) {
        if (marks !== undefined) continue;
        const own = b.keep("own", b.apply("sub", neuron, b.i32(first)));
        b.if(b.apply("ltUnsigned", own, b.i32(size)), () => {
          const inOwn = b.apply("add", own, b.i32(at));
          const place = b.keep("place", inCopy(b, inOwn, copy, (4 * width) / copies));
          const shift = b.apply("shiftLeft", b.apply("and", place, b.i32(3)), b.i32(3));
          const word = b.apply("shiftRightUnsigned", place, b.i32(2));
          b.atomicAdd(counts, b.apply("add", start, word), b.apply("shiftLeft", b.i32(1), shift));
        });
      }
    });
    return undefined;
  });
}

/** Spikes that cause a named event or increment a third factor. */
export interface Tally {
  /** Index of the sum in `sums`. */
  readonly sum: number;
  readonly sums: ArrayPlace;
  /** Neurons among the counts: a list in `list` from `at` on. */
  readonly list: ArrayPlace;
  readonly at: number;
  readonly size: number;
  /** Steps from a spike to its effect. */
  readonly delay: number;
}

/** Write the routine that adds the spikes of a neuron to a tally. */
export function tallySpikes({ sum, sums, list, at, size, delay }: Tally, of: SpikeCounts): Routine {
  const { control } = parallelArrays;
  const about = "Counts spikes that cause an event or change a third factor.";
  return routine("tally", { about, parameters: { index: "i32" } }, (b, { index }) => {
    b.if(b.apply("ltUnsigned", index, b.i32(size)), () => {
      const neuron = b.load(list, index, at);
      const step = b.apply("sub", b.load(control, b.i32(controlWords.step)), b.i32(delay));
      const count = countAt(b, of, { neuron, step });
      b.if(b.apply("ne", count, b.i32(0)), () => b.atomicAdd(sums, b.i32(sum), count));
    });
    return undefined;
  });
}

/** Sources of the third factors and named events of a rule. */
export interface OutsideSources {
  /** Current value of each third factor. */
  readonly now: Named;
  readonly factors: ReadonlyMap<string, OutsideFactor>;
  readonly events: ReadonlyMap<string, OutsideEvent>;
  readonly tallies: ArrayPlace;
  /** Index in `window` of the values of the first step, and values per step. */
  readonly start: number;
  readonly width: number;
}

/** A third factor that changes: by values of the host, or by spikes. */
export type OutsideFactor =
  | { readonly kind: "given"; readonly index: number }
  | {
      readonly kind: "spikes";
      readonly decay: number;
      readonly weight: number;
      readonly tally: number;
    };

/** Counts of a named event: those of the host, and a tally of spikes. */
export interface OutsideEvent {
  readonly index: number;
  readonly tally: number | undefined;
}

/** Write the routine that starts a step for everything that a rule stores once. */
export function beginPlastic(
  rule: ParallelRule,
  { now, factors, events, tallies, start, width }: OutsideSources,
): Routine | undefined {
  const { program, common } = rule;
  const { control, window } = parallelArrays;
  if (program.common.length + program.modulators.length + program.named.size === 0)
    return undefined;
  const about = "Starts a step for the variables that a rule stores once.";
  const name = `begin_${rule.name}`;
  return routine(name, { about, parameters: { index: "i32" } }, (b) => {
    const w = { b, rule };
    const step = b.load(control, b.i32(controlWords.step));
    const row = b.load(control, b.i32(controlWords.windowStep));
    const given = b.keep("given", b.apply("add", b.apply("mul", row, b.i32(width)), b.i32(start)));
    if (program.common.length > 0) advanceCommon(w, step);
    const slot = commonSlot(w, step);
    const { add, mul, constant } = b.floats("f32");
    for (const [factor, ring] of common.modulators) {
      const current = now.get(factor) as ArrayPlace;
      const value = b.variable("value", b.load(current, b.i32(0)));
      const source = factors.get(factor);
      if (source?.kind === "given") {
        b.set(value, b.apply("fromBits", b.load(window, given, source.index)));
      } else if (source?.kind === "spikes") {
        const more = mul(
          b.apply("toF32", taken(b, tallies, source.tally)),
          constant(source.weight),
        );
        b.set(value, add(mul(b.get(value), constant(source.decay)), more));
      }
      b.store(current, b.i32(0), b.get(value));
      b.store(ring, slot, b.get(value));
    }
    for (const [event, ring] of common.events) {
      const { index, tally } = events.get(event) as OutsideEvent;
      const count = b.variable("count", b.load(window, given, index));
      if (tally !== undefined) {
        b.set(count, b.apply("add", b.get(count), taken(b, tallies, tally)));
      }
      b.store(ring, slot, b.get(count));
      const changes = program.named.get(event)?.common ?? [];
      if (changes.length === 0) continue;
      b.while(b.apply("gt", b.get(count), b.i32(0)), () => {
        applyToCommon(w, changes, step);
        b.set(count, b.apply("sub", b.get(count), b.i32(1)));
      });
    }
    return undefined;
  });
}

/** Take the count of a tally, which starts again at 0. */
function taken(b: Builder, tallies: ArrayPlace, at: number): Value {
  const count = b.load(tallies, b.i32(at));
  b.store(tallies, b.i32(at), b.i32(0));
  return count;
}

/** Write the routine that copies the variables that a rule reads of a neuron. */
export function readPlastic(
  rule: ParallelRule,
  {
    of,
    size,
    step,
    arrayOf,
  }: {
    readonly of: "pre" | "post";
    /** Neurons of all copies. */
    readonly size: number;
    readonly step: StepProgram;
    readonly arrayOf: (slot: string) => ArrayPlace<"f32">;
  },
): Routine | undefined {
  const { control, floats } = parallelArrays;
  const reads = rule.program.reads.filter((one) => one.of === of);
  if (reads.length === 0) return undefined;
  const about = "Copies the variables of a neuron that a rule reads.";
  const name = `read_${of}_${rule.name}`;
  return routine(name, { about, parameters: { index: "i32" } }, (b, { index }) => {
    b.if(b.apply("ltUnsigned", index, b.i32(size)), () => {
      const { count, slots } = rule.copies;
      const { copy, own } = splitCopy(b, index, { count, size: size / count });
      const entry = b.keep("entry", inCopy(b, own, copy, slots));
      if (step.observe !== undefined) {
        const row = b.load(control, b.i32(controlWords.windowStep));
        observed(b, step.observe, { step, arrayOf, index: entry, time: b.load(floats, row) });
      }
      for (const { name: text, variable } of reads) {
        const slot = findObserved(step.slots, variable)?.name;
        const value = slot === undefined ? b.f32(0) : b.load(arrayOf(slot), entry);
        b.store(rule.ends.get(text) as ArrayPlace, index, value);
      }
    });
    return undefined;
  });
}

function observed(
  b: Builder,
  kernel: Kernel,
  {
    step,
    arrayOf,
    index,
    time,
  }: {
    readonly step: StepProgram;
    readonly arrayOf: (slot: string) => ArrayPlace<"f32">;
    readonly index: Value;
    readonly time: Value;
  },
): void {
  b.call(kernelRoutine(kernel, { slots: step.slots, type: "f32", arrayOf }), [], [index, time]);
}

/** Write the routine that advances the traces that follow a neuron. */
export function filterPlastic(
  rule: ParallelRule,
  end: "pre" | "post",
  size: number,
): Routine | undefined {
  const { control } = parallelArrays;
  const own = rule.program.filters.filter((one) => one.of === end);
  if (own.length === 0) return undefined;
  const about = "Advances the traces that follow a neuron.";
  const name = `filter_${end}_${rule.name}`;
  return routine(name, { about, parameters: { index: "i32" } }, (b, { index }) => {
    const w = { b, rule };
    b.if(b.apply("ltUnsigned", index, b.i32(size)), () => {
      const step = b.load(control, b.i32(controlWords.step));
      const t = timeIfRead(w, namesIn(own.map(followed)), step);
      stepFilter(w, own, { end, at: index, t });
    });
    return undefined;
  });
}
