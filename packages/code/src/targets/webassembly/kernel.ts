import { isLoop, type Kernel } from "@spikeloom/program";
import type { KernelLayout } from "../layout.ts";
import type { Callable, FunctionBuilder, Local } from "./encoder/function.ts";
import type { ModuleBuilder } from "./encoder/module.ts";
import { type KernelCode, pushPlace, type RareCalls } from "./kernel-code.ts";
import { type KernelValues, kernelValues } from "./kernel-values.ts";
import { webAssemblyOperations } from "./operations.ts";
import type { UsualPlan } from "./usual-code.ts";
import { writeSpikes } from "./write-spikes.ts";

/** A module into which kernels are written. */
export interface KernelModule {
  readonly m: ModuleBuilder;
  /** Receives code for the rare cases of long kernels; by default it is written next to the usual code. */
  readonly rare?: RareCalls;
}

/**
 * Write a kernel as an exported function.
 *
 * It is `(t: f64, out: i32, ...rows: i32) -> i32`; see `RunKernel`. For a kernel with a loop the module also exports a
 * `CountLooped`, named `loopedExport`. All neurons are processed in vectors of two doubles or four floats, several
 * vectors per iteration; padding beyond `size` is computed and ignored. Slots have fixed addresses, so each load is one
 * instruction. An iteration first assumes that no rare case occurs; if one does, it is repeated.
 */
export function webAssemblyKernel(
  { m, rare }: KernelModule,
  exported: string,
  kernel: Kernel,
  layout: KernelLayout,
): Callable {
  const params = ["out", ...(layout.rows?.names ?? [])];
  const code = startFunction(m, exported, { kernel, layout, params });
  const { f, operations, offset, place } = code;
  const out = f.param("out");
  const began = f.local("i32", "began");
  f.atEntry(() => void f.get(out).set(began));

  const values = kernelValues(code);
  const { results, rough } = values.usual();
  const usual = rough === undefined ? results : [...results, rough];
  const plan = operations.planUsual(usual);
  const writing: Writing = { ...code, values, plan, rare };
  const lanes = operations.shape === "f64x2" ? 2 : 4;
  const all = Math.ceil(layout.size / lanes);
  const { width, lockstep } = groupingOf(plan.instructions.length, all);
  const step = 16 * width;
  const vectors = Array.from({ length: width }, (_, k): Vector => {
    const enter = (): void => {
      place.at = 16 * k;
    };
    const targets = results.map(() => f.local("v128"));
    return { enter, targets, rough: rough && f.local("v128") };
  });
  const end = f.constant("i32", Math.ceil(all / width) * step);
  f.count({ index: offset, limit: end, step }, () => {
    if (lockstep) writeTogether(writing, vectors);
    else writeInSequence(writing, vectors);
  });
  f.get(out).get(began).op("i32.sub").i32(2).op("i32.shr_u");
  return f;
}

/**
 * Choose the number of vectors per iteration, at most 16 neurons, and whether they are interleaved.
 *
 * Long dependency chains leave a processor idle unless others run in parallel; short kernels are limited by memory
 * instead, and kernels beyond the instruction cache by code size.
 */
function groupingOf(
  length: number,
  vectors: number,
): { readonly width: number; readonly lockstep: boolean } {
  // Vectors that a small population does not fill would be written and computed in vain.
  const most = vectors <= 1 ? 1 : vectors <= 2 ? 2 : 4;
  if (length <= 100) return { width: most, lockstep: false };
  return { width: length <= 3500 ? most : Math.min(most, 2), lockstep: true };
}

interface Writing extends KernelCode {
  readonly values: KernelValues;
  /** Results of all stores in order, which neurons spike, and which need the loop. */
  readonly plan: UsualPlan;
  readonly rare: RareCalls | undefined;
}

/** One of the vectors of an iteration. */
interface Vector {
  /** Make this the vector to which subsequent code refers. */
  readonly enter: () => void;
  /** Results of all stores in order, then which neurons spike. */
  readonly targets: readonly Local[];
  /** Lanes that need the loop, if there is one. */
  readonly rough: Local | undefined;
}

/** Write short code for one vector after another, which all store at once. */
function writeInSequence(writing: Writing, vectors: readonly Vector[]): void {
  const { f } = writing;
  for (const vector of vectors) {
    const rare = assignUsual(writing, [vector]);
    if (rare === undefined) computeLoops(writing, [vector]);
    else {
      f.get(rare).op("v128.any_true");
      f.if(
        () => computeAgain(writing, vector),
        () => computeLoops(writing, [vector]),
      );
    }
    store(writing, vector);
  }
  sendSpikes(writing, vectors);
}

/** Write long code for all vectors interleaved, and once more for one that needs all rare cases. */
function writeTogether(writing: Writing, vectors: readonly Vector[]): void {
  const { f, kernel, layout, offset } = writing;
  const rare = assignUsual(writing, vectors);
  const usual = (): void => {
    computeLoops(writing, vectors);
    finish(writing, vectors);
  };
  const [first] = vectors;
  if (rare === undefined || first === undefined) {
    usual();
    return;
  }
  const step = 16 * vectors.length;
  const later = kernel.statements.some(isLoop) ? undefined : writing.rare;
  const again = (): void => {
    if (later !== undefined) {
      const out = f.param("out");
      f.i32(later.add(kernel, layout)).get(f.param("t")).get(offset).i32(step).get(out);
      f.call(later.callable).set(out);
      return;
    }
    const stop = f.local("i32", "stop");
    f.get(offset).i32(step).op("i32.add").set(stop);
    writeAgain(writing, first, stop);
    f.get(stop).i32(step).op("i32.sub").set(offset);
  };
  f.get(rare).op("v128.any_true");
  f.if(again, usual);
}

/** Compute vectors up to an offset with all rare cases, one after another. */
function writeAgain(writing: Again, vector: Vector, stop: Local): void {
  const { f, offset } = writing;
  f.loop((next) => {
    computeAgain(writing, vector);
    finish(writing, [vector]);
    f.get(offset).i32(16).op("i32.add").tee(offset).get(stop).op("i32.lt_u").brIf(next);
  });
}

type Again = Omit<Writing, "plan" | "rare">;

function finish(writing: Again, vectors: readonly Vector[]): void {
  for (const vector of vectors) store(writing, vector);
  sendSpikes(writing, vectors);
}

/**
 * Write a kernel with all rare cases as an exported function.
 *
 * `(t: f64, offset: i32, bytes: i32, out: i32) -> i32`: processes the vectors in `bytes` from `offset` on and writes
 * the indices of spiking neurons to `out`; returns the address after the last one.
 */
export function writeRare(
  m: ModuleBuilder,
  exported: string,
  kernel: Kernel,
  layout: KernelLayout,
): void {
  const params = ["offset", "bytes", "out"];
  const code = startFunction(m, exported, { kernel, layout, params });
  const { f, offset } = code;
  const stop = f.local("i32", "stop");
  const count = kernel.stores.length + (kernel.spikes === undefined ? 0 : 1);
  const targets = Array.from({ length: count }, () => f.local("v128"));
  const vector: Vector = { enter: () => undefined, targets, rough: undefined };
  f.get(offset).get(f.param("bytes")).op("i32.add").set(stop);
  writeAgain({ ...code, values: kernelValues(code) }, vector, stop);
  f.get(f.param("out"));
}

/** Compute the usual case, and which lanes need the loop; returns a mask of lanes in which the usual case is wrong. */
function assignUsual({ operations, plan }: Writing, vectors: readonly Vector[]): Local | undefined {
  const copies = vectors.map(({ enter, targets, rough }) => {
    return { enter, targets: rough === undefined ? targets : [...targets, rough] };
  });
  return operations.assignUsual(plan, copies);
}

/** Run the iterations of the loop for vectors that need them, and keep the usual results of other lanes. */
function computeLoops({ f, values }: Writing, vectors: readonly Vector[]): void {
  const masks = vectors.flatMap(({ rough }) => rough ?? []);
  if (masks.length === 0) return;
  masks.forEach((mask, k) => {
    f.get(mask);
    if (k > 0) f.op("v128.or");
  });
  f.op("v128.any_true").if(() => {
    for (const { enter, targets, rough } of vectors) {
      if (rough === undefined) continue;
      f.get(rough).op("v128.any_true");
      f.if(() => {
        enter();
        const { value, select, assign } = values.operations;
        const chosen = zip(targets, values.rough(rough)).map(([usual, result]) => {
          return [usual, select(value(rough), result, value(usual))] as const;
        });
        assign(...chosen);
      });
    }
  });
}

/** Compute a vector with all rare cases. */
function computeAgain({ values }: Again, { enter, targets }: Vector): void {
  enter();
  values.operations.assign(...zip(targets, values.whole()));
}

function store(writing: Again, { enter, targets }: Vector): void {
  const { f, kernel, place } = writing;
  enter();
  for (const [[slot], result] of zip(kernel.stores, targets)) {
    const to = pushPlace(slot, writing, "writes") + place.at;
    f.get(result).op("v128.store", { offset: to });
  }
}

function sendSpikes(writing: Again, vectors: readonly Vector[]): void {
  const { f, kernel, layout, operations, offset } = writing;
  if (kernel.spikes === undefined) return;
  const spiked = vectors.flatMap(({ targets }) => targets.at(-1) ?? []);
  const { shape } = operations;
  const { size, writesPast = false } = layout;
  writeSpikes(f, { spiked, offset, out: f.param("out"), size, shape, writesPast });
}

function zip<A, B>(left: readonly A[], right: readonly B[]): readonly (readonly [A, B])[] {
  return left.flatMap((a, k): [A, B][] => {
    const b = right[k];
    return b === undefined ? [] : [[a, b]];
  });
}

interface FunctionStart {
  readonly kernel: Kernel;
  readonly layout: KernelLayout;
  /**
   * Parameters after the time of the step; one named `offset` says where it starts, and that rare cases are included.
   */
  readonly params: readonly string[];
}

/** Start an exported function `(t: f64, ...params: i32) -> i32` that iterates over the vectors of a kernel. */
function startFunction(
  m: ModuleBuilder,
  exported: string,
  { kernel, layout, params }: FunctionStart,
): KernelCode & { readonly place: { at: number } } {
  const f = m.func(exported, {
    params: [["t", "f64"], ...params.map((name) => [name, "i32"] as const)],
    results: ["i32"],
  });
  const shape = layout.precision === "f64" ? "f64x2" : "f32x4";
  const given = params.includes("offset");
  const operations = webAssemblyOperations(f, shape, { usual: !given });
  const offset = given ? f.param("offset") : f.local("i32", "offset");
  const time = startTime(f, shape);
  return { m, f, kernel, layout, operations, offset, time, place: { at: 0 } };
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
