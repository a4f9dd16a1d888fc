import { UNBOUND_NAME } from "../errors.ts";
import {
  type Node,
  type WebAssemblyOperations,
  webAssemblyOperations,
} from "../functions/webassembly.ts";
import { asMask, asTerm, asValue, type Scope, type Term } from "../nodes.ts";
import type { Kernel } from "../program.ts";
import type { FunctionBuilder, Local } from "../wasm/function.ts";
import type { ModuleBuilder } from "../wasm/module.ts";
import { isLong, type KeptFunctions, keptFunctions } from "./kept-functions.ts";
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
  const operations = webAssemblyOperations(f, shape);
  const offset = f.local("i32", "offset");
  const time = startTime(f, shape);
  const writing: Writing = { f, kernel, layout, operations, offset, time };
  const out = f.param("out");
  const began = f.local("i32", "began");
  f.atEntry(() => void f.get(out).set(began));

  const first = vectorOf(writing, { at: 0 });
  const { width, lockstep } = turnOf(operations.usualLength(first.values));
  const step = 16 * width;
  const vectors = Array.from({ length: width }, (_, k) => {
    const vector = k === 0 ? first : vectorOf(writing, { at: 16 * k });
    return { ...vector, results: vector.values.map(() => f.local("v128")) };
  });
  const lanes = shape === "f64x2" ? 2 : 4;
  const end = f.constant("i32", Math.ceil(layout.size / (lanes * width)) * step);
  f.count({ index: offset, limit: end, step }, () => {
    for (const group of lockstep ? [vectors] : vectors.map((vector) => [vector])) {
      const rare = operations.assignUsual(group.map(({ results, values }) => zip(results, values)));
      if (rare !== undefined) {
        f.get(rare).op("v128.any_true");
        f.if(() => computeAgain(writing, group, keptFunctions(m, shape)));
      }
      for (const { addresses, results } of group) {
        for (const [to, result] of zip(addresses, results)) {
          f.get(offset).get(result).op("v128.store", { offset: to });
        }
      }
    }
    if (kernel.spikes === undefined) return;
    const spiked = vectors.flatMap(({ results }) => results.at(-1) ?? []);
    writeSpikes(f, { spiked, offset, out, size: layout.size, shape });
  });
  f.get(out).get(began).op("i32.sub").i32(2).op("i32.shr_u");
}

/**
 * Say how many vectors a turn takes, at most 16 neurons, and whether they are written in lockstep.
 *
 * Long chains of operations leave a processor waiting unless others run beside them; short kernels
 * wait for memory instead, and kernels beyond its caches for code.
 */
function turnOf(length: number): { readonly width: number; readonly lockstep: boolean } {
  if (length <= 100) return { width: 4, lockstep: false };
  return { width: length <= 2500 ? 4 : 2, lockstep: true };
}

/** Compute vectors with all that is rare, as the neurons and not the code are few. */
function computeAgain(
  writing: Writing,
  vectors: readonly (Vector & { readonly results: readonly Local[] })[],
  kept: KeptFunctions,
): void {
  for (const { at, results } of vectors) {
    const { values } = vectorOf(writing, { at, kept });
    writing.operations.assign(...zip(results, values));
  }
}

function zip<A, B>(left: readonly A[], right: readonly B[]): readonly (readonly [A, B])[] {
  return left.flatMap((a, k): [A, B][] => {
    const b = right[k];
    return b === undefined ? [] : [[a, b]];
  });
}

interface Writing {
  readonly f: FunctionBuilder;
  readonly kernel: Kernel;
  readonly layout: KernelLayout;
  readonly operations: WebAssemblyOperations;
  readonly offset: Local;
  readonly time: Local;
}

/** What is computed for one vector of neurons. */
interface Vector {
  readonly at: number;
  /** Results of all stores in order, then who spikes. */
  readonly values: readonly Node[];
  readonly addresses: readonly number[];
}

interface VectorOptions {
  /** Bytes behind the offset. */
  readonly at: number;
  readonly kept?: KeptFunctions;
}

function vectorOf(writing: Writing, { at, kept }: VectorOptions): Vector {
  const { f, kernel, layout, operations, offset } = writing;
  const address = (slot: string): number => {
    const known = layout.slots.get(slot);
    if (known === undefined) throw UNBOUND_NAME({ kernel: kernel.name, name: slot });
    return known + at;
  };
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
      const from = address(text);
      const load = (): void => {
        f.get(offset).op("v128.load", { offset: from });
      };
      const made = { value: operations.custom("v128", load) };
      terms.set(text, made);
      return made;
    },
  };
  for (const [text, value] of kernel.lets) terms.set(text, asTerm(value, scope));
  const values = kernel.stores.map(([, value]) => asValue(value, scope));
  if (kernel.spikes !== undefined) values.push(asMask(kernel.spikes, scope));
  return { at, values, addresses: kernel.stores.map(([slot]) => address(slot)) };
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
