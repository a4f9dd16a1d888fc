import { UNBOUND_NAME } from "../errors.ts";
import { isLong } from "../functions/table.ts";
import type { UsualPlan } from "../functions/usual-code.ts";
import {
  type Node,
  type WebAssemblyOperations,
  webAssemblyOperations,
} from "../functions/webassembly.ts";
import { asMask, asTerm, asValue, type Scope, type Term } from "../nodes.ts";
import type { Kernel } from "../program.ts";
import type { FunctionBuilder, Local } from "../wasm/function.ts";
import type { ModuleBuilder } from "../wasm/module.ts";
import { type KeptFunctions, keptFunctions } from "./kept-functions.ts";
import type { KernelLayout } from "./layout.ts";
import { writeSpikes } from "./write-spikes.ts";

/**
 * Write a kernel as an exported function `(t: f64, out: i32) -> i32`.
 *
 * See `RunKernel`.
 *
 * All neurons go through vectors of two doubles or four floats, several vectors a turn; padding
 * beyond `size` is computed and ignored. Slots have fixed addresses, so each load is one instruction.
 * A turn is written as if nothing rare happened in it; where something did, it is done again.
 */
export function webAssemblyKernel(
  m: ModuleBuilder,
  exported: string,
  kernel: Kernel,
  layout: KernelLayout,
): void {
  const f = m.func(exported, {
    params: [
      ["t", "f64"],
      ["out", "i32"],
    ],
    results: ["i32"],
  });
  const shape = layout.precision === "f64" ? "f64x2" : "f32x4";
  const operations = webAssemblyOperations(f, shape, { usual: true });
  const offset = f.local("i32", "offset");
  const time = startTime(f, shape);
  const place = { at: 0 };
  const writing: Writing = { m, f, kernel, layout, operations, offset, time, place };
  const out = f.param("out");
  const began = f.local("i32", "began");
  f.atEntry(() => void f.get(out).set(began));

  const values = valuesOf(writing);
  const plan = operations.planUsual(values);
  const lanes = shape === "f64x2" ? 2 : 4;
  const all = Math.ceil(layout.size / lanes);
  const { width, lockstep } = turnOf(plan.turns.length, all);
  const step = 16 * width;
  const vectors = Array.from({ length: width }, (_, k): Vector => {
    const enter = (): void => {
      place.at = 16 * k;
    };
    return { enter, targets: values.map(() => f.local("v128")) };
  });
  const end = f.constant("i32", Math.ceil(all / width) * step);
  f.count({ index: offset, limit: end, step }, () => {
    if (lockstep) writeTogether(writing, plan, vectors);
    else writeInTurn(writing, plan, vectors);
  });
  f.get(out).get(began).op("i32.sub").i32(2).op("i32.shr_u");
}

/**
 * Say how many of all vectors a turn takes, at most 16 neurons, and whether they are written in lockstep.
 *
 * Long chains of operations leave a processor waiting unless others run beside them; short kernels
 * wait for memory instead, and kernels beyond its caches for code.
 */
function turnOf(
  length: number,
  vectors: number,
): { readonly width: number; readonly lockstep: boolean } {
  // What a few neurons don't fill would be written, and computed, for nothing.
  const most = vectors <= 1 ? 1 : vectors <= 2 ? 2 : 4;
  if (length <= 100) return { width: most, lockstep: false };
  return { width: length <= 3500 ? most : Math.min(most, 2), lockstep: true };
}

interface Writing {
  readonly m: ModuleBuilder;
  readonly f: FunctionBuilder;
  readonly kernel: Kernel;
  readonly layout: KernelLayout;
  readonly operations: WebAssemblyOperations;
  /** Bytes before the first vector of a turn in each array. */
  readonly offset: Local;
  readonly time: Local;
  /** Bytes from there to the vector that is being written. */
  readonly place: { readonly at: number };
}

/** One of the vectors of a turn. */
interface Vector {
  /** Let what is written next be about this vector. */
  readonly enter: () => void;
  /** Results of all stores in order, then who spikes. */
  readonly targets: readonly Local[];
}

/** Write short code for one vector after the other, which all store at once. */
function writeInTurn(writing: Writing, plan: UsualPlan, vectors: readonly Vector[]): void {
  const { f, operations } = writing;
  for (const vector of vectors) {
    const rare = operations.assignUsual(plan, [vector]);
    if (rare !== undefined) {
      f.get(rare).op("v128.any_true");
      f.if(() => computeAgain(writing, vector));
    }
    store(writing, vector);
  }
  sendSpikes(writing, vectors);
}

/** Write long code for all vectors side by side, and once more for one that needs all that is rare. */
function writeTogether(writing: Writing, plan: UsualPlan, vectors: readonly Vector[]): void {
  const { f, operations, offset } = writing;
  const rare = operations.assignUsual(plan, vectors);
  const finish = (some: readonly Vector[]): void => {
    for (const vector of some) store(writing, vector);
    sendSpikes(writing, some);
  };
  const [first] = vectors;
  if (rare === undefined || first === undefined) {
    finish(vectors);
    return;
  }
  const step = 16 * vectors.length;
  const stop = f.local("i32", "stop");
  const again = (): void => {
    f.get(offset).i32(step).op("i32.add").set(stop);
    f.loop((next) => {
      computeAgain(writing, first);
      finish([first]);
      f.get(offset).i32(16).op("i32.add").tee(offset).get(stop).op("i32.lt_u").brIf(next);
    });
    f.get(stop).i32(step).op("i32.sub").set(offset);
  };
  f.get(rare).op("v128.any_true");
  f.if(again, () => finish(vectors));
}

/** Compute a vector with all that is rare. */
function computeAgain(writing: Writing, { enter, targets }: Vector): void {
  const { m, f, operations } = writing;
  enter();
  const whole = { ...writing, operations: webAssemblyOperations(f, operations.shape) };
  const values = valuesOf(whole, keptFunctions(m, operations.shape));
  whole.operations.assign(...zip(targets, values));
}

function store({ f, kernel, layout, offset, place }: Writing, { enter, targets }: Vector): void {
  enter();
  for (const [[slot], result] of zip(kernel.stores, targets)) {
    const to = addressOf(slot, kernel, layout) + place.at;
    f.get(offset).get(result).op("v128.store", { offset: to });
  }
}

function sendSpikes(writing: Writing, vectors: readonly Vector[]): void {
  const { f, kernel, layout, operations, offset } = writing;
  if (kernel.spikes === undefined) return;
  const spiked = vectors.flatMap(({ targets }) => targets.at(-1) ?? []);
  const { shape } = operations;
  writeSpikes(f, { spiked, offset, out: f.param("out"), size: layout.size, shape });
}

function addressOf(slot: string, kernel: Kernel, layout: KernelLayout): number {
  const known = layout.slots.get(slot);
  if (known === undefined) throw UNBOUND_NAME({ kernel: kernel.name, name: slot });
  return known;
}

function zip<A, B>(left: readonly A[], right: readonly B[]): readonly (readonly [A, B])[] {
  return left.flatMap((a, k): [A, B][] => {
    const b = right[k];
    return b === undefined ? [] : [[a, b]];
  });
}

/** What a kernel computes for any vector: the results of its stores in order, then who spikes. */
function valuesOf(writing: Writing, kept?: KeptFunctions): readonly Node[] {
  const { f, kernel, layout, operations, offset, place } = writing;
  const time = { value: operations.value(writing.time) };
  const terms = new Map<string, Term<Node, Node>>([["t", time]]);
  const scope: Scope<Node, Node> = {
    operations,
    call: (name, args) => {
      if (kept === undefined || !isLong(name)) return undefined;
      return operations.call(kept(name), ...args);
    },
    name(text) {
      const known = terms.get(text);
      if (known !== undefined) return known;
      const from = addressOf(text, kernel, layout);
      const load = (): void => {
        f.get(offset).op("v128.load", { offset: from + place.at });
      };
      const made = { value: operations.custom("v128", load) };
      terms.set(text, made);
      return made;
    },
  };
  for (const [text, value] of kernel.lets) terms.set(text, asTerm(value, scope));
  const values = kernel.stores.map(([, value]) => asValue(value, scope));
  if (kernel.spikes !== undefined) values.push(asMask(kernel.spikes, scope));
  return values;
}

/** The time of the step in all lanes. */
function startTime(f: FunctionBuilder, shape: "f64x2" | "f32x4"): Local {
  const time = f.local("v128", "time");
  f.atEntry(() => {
    f.get(f.param("t"));
    if (shape === "f32x4") f.op("f32.demote_f64").op("f32x4.splat");
    else f.op("f64x2.splat");
    f.set(time);
  });
  return time;
}
