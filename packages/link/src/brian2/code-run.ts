import { joined } from "../joined.ts";
import { type Act, preparedAction, type RecordColumns } from "./code-actions.ts";
import { type CodeMemory, codeMemory } from "./code-memory.ts";
import type { ArrayDefinition, ClockDefinition, RunDefinition } from "./definition.ts";
import { messageBytes, paddedBytes } from "./elements.ts";
import { type EventQueue, eventQueue } from "./event-queue.ts";
import { numberList } from "./growing-list.ts";
import { type NumpyRandom, numpyRandom } from "./numpy-random.ts";

/** A run of code objects. */
export interface CodeRun {
  /**
   * Run steps until the end, until the client must run an object, or until the time is over.
   *
   * With `finishStep`, the step that an object of the client interrupted is the last one.
   */
  advance(milliseconds: number, finishStep: boolean): Stop;
  /** Time that all clocks have reached, in seconds. */
  time(): number;
  /** Replace arrays by others of the same length, and the state of the generator. */
  write(layout: WriteLayout, data: Uint8Array): void;
  /** Read everything that the run can change, with records since the last read. */
  read(): { readonly layout: ReadLayout; readonly data: Uint8Array };
}

/** Why a run stopped. */
export type Stop =
  | { readonly kind: "end" }
  | { readonly kind: "time" }
  | { readonly kind: "object"; readonly object: number };

/** Contents of a write: arrays, then the words of the generator. */
export interface WriteLayout {
  readonly arrays: readonly number[];
  readonly position: number;
  readonly spare?: number | undefined;
}

/** Contents of a read: arrays, rows of records, pending events, and the state of the generator. */
export interface ReadLayout {
  readonly arrays: readonly number[];
  /** Lengths of the columns of each record. */
  readonly records: readonly (readonly number[])[];
  /** Number of pending events of each queue. */
  readonly queues: readonly number[];
  readonly position: number;
  readonly spare: number | null;
  /** Time that each object has taken since the last read, if it is measured. */
  readonly seconds?: readonly number[] | undefined;
}

/** Start a run; `data` holds the arrays in order. */
export function codeRun(definition: RunDefinition, data: Uint8Array): CodeRun {
  let random: NumpyRandom | undefined;
  const memory = codeMemory(definition, data, (mean) => random?.poisson(mean) ?? 0);
  const { words, position, spare } = definition.random;
  const state = Uint32Array.from(memory.integersOf(words));
  random = numpyRandom({ words: state, position, spare: spare ?? undefined });
  const queues = definition.queues.map(({ sources, delays, steps, synapses, start, stop }) =>
    eventQueue({
      sources: memory.integersOf(sources),
      delays: memory.integersOf(delays),
      steps: memory.integersOf(steps),
      synapses: memory.integersOf(synapses),
      start,
      stop,
    }),
  );
  const records = definition.records.map(({ columns }) => columns.map(() => numberList()));
  const context = { memory, random, queues, records };
  const seconds = definition.profile ? definition.objects.map(() => 0) : undefined;
  const objects = definition.objects.map(({ clock, actions }, k): SteppedObject => {
    const acts = actions?.map((action) => preparedAction(action, context));
    return { clock, acts: seconds && acts ? [timed(acts, seconds, k)] : acts };
  });
  const advance = stepper(definition.clocks, objects, memory);
  const read = reader(definition, context, seconds);
  return {
    advance,
    read,
    time: () => Math.min(...definition.clocks.map(({ t }) => memory.numbersOf(t)[0] as number)),
    write({ arrays, position, spare }, bytes) {
      let at = 0;
      for (const array of arrays) {
        const one = definition.arrays[array] as ArrayDefinition;
        memory.write(array, bytes.subarray(at, at + messageBytes(one)));
        at += paddedBytes(one);
      }
      // A copy, because the words may not be aligned in the message.
      const words = new Uint32Array(Uint8Array.from(bytes.subarray(at)).buffer);
      random?.restore({ words, position, spare });
    },
  };
}

/** Run the actions of an object, and add the time that they take. */
function timed(acts: readonly Act[], seconds: number[], object: number): Act {
  return () => {
    const before = performance.now();
    for (const act of acts) act();
    seconds[object] = (seconds[object] as number) + (performance.now() - before) / 1000;
  };
}

interface SteppedObject {
  readonly clock: number;
  /** Undefined if the client runs it. */
  readonly acts: readonly Act[] | undefined;
}

interface Clock {
  readonly t: Float64Array;
  readonly dt: Float64Array;
  readonly step: BigInt64Array;
  readonly end: bigint;
}

/** Run the objects of the clocks that are due, then advance these clocks. */
function stepper(
  clocks: readonly ClockDefinition[],
  objects: readonly SteppedObject[],
  memory: CodeMemory,
): CodeRun["advance"] {
  const all = clocks.map(({ t, dt, step, end }): Clock => {
    const [time, length] = [t, dt].map(memory.numbersOf) as [Float64Array, Float64Array];
    return { t: time, dt: length, step: memory.longOf(step), end: BigInt(end) };
  });
  let due = dueOf(all);
  let next = 0;
  return (milliseconds, finishStep) => {
    const until = performance.now() + milliseconds;
    for (let passed = 1; ; passed++) {
      const [first] = due;
      if (first === undefined || (first.step[0] as bigint) >= first.end) return { kind: "end" };
      // An object of the client interrupts a step, which goes on after it.
      if (next === 0 && passed % 16 === 0 && performance.now() > until) return { kind: "time" };
      while (next < objects.length) {
        const { clock, acts } = objects[next] as SteppedObject;
        next++;
        if (!due.includes(all[clock] as Clock)) continue;
        if (acts === undefined) return { kind: "object", object: next - 1 };
        for (const act of acts) act();
      }
      next = 0;
      for (const { t, dt, step } of due) {
        step[0] = (step[0] as bigint) + 1n;
        t[0] = Number(step[0]) * (dt[0] as number);
      }
      if (all.length > 1) due = dueOf(all);
      if (finishStep) return { kind: "end" };
    }
  };
}

/** The clocks whose time is the earliest, that clock first; equal within a tolerance relative to the shorter step. */
function dueOf(clocks: readonly Clock[]): readonly Clock[] {
  const [one] = clocks;
  if (one === undefined) return [];
  let first = one;
  for (const clock of clocks) if ((clock.t[0] as number) < (first.t[0] as number)) first = clock;
  const [time, dt] = [first.t[0] as number, first.dt[0] as number];
  const others = clocks.filter((clock) => {
    const apart = Math.abs((clock.t[0] as number) - time) / Math.min(dt, clock.dt[0] as number);
    return clock !== first && (clock.t[0] === time || apart < tolerance);
  });
  return [first, ...others];
}

/** `Clock.epsilon_dt` of Brian2. */
const tolerance = 1e-4;

interface ReadContext {
  readonly memory: CodeMemory;
  readonly random: NumpyRandom;
  readonly queues: readonly EventQueue[];
  readonly records: readonly RecordColumns[];
}

function reader(
  definition: RunDefinition,
  context: ReadContext,
  seconds: number[] | undefined,
): CodeRun["read"] {
  const { memory, random, queues, records } = context;
  const arrays = definition.arrays.flatMap(({ written }, k) => (written ? [k] : []));
  return () => {
    const pending = queues.map((queue) => queue.pending());
    const { words, position, spare } = random.state;
    const parts: readonly ArrayBufferView[] = [
      ...arrays.map(memory.read),
      ...records.flat().map((column) => column.view()),
      ...pending.flatMap(({ steps, synapses }) => [steps, synapses]),
      words,
    ];
    const layout: ReadLayout = {
      arrays,
      records: records.map((columns) => columns.map(({ length }) => length)),
      queues: pending.map(({ steps }) => steps.length),
      position,
      spare: spare ?? null,
      seconds: seconds?.slice(),
    };
    seconds?.fill(0);
    const data = joined(parts);
    for (const column of records.flat()) column.clear();
    return { layout, data };
  };
}
