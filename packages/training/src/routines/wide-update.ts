import { overrideRoutine, webAssemblyScalars } from "@spikeloom/code";
import type { FunctionBuilder, Local } from "@spikeloom/code/encoder";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";
import { addLanes, op } from "./wide.ts";
import type { Override } from "./wide-rows.ts";

/** Bytes per iteration: whole groups of elements. */
const turnBytes = 64;
const vectorBytes = 16;

/** Let an optimiser update several vectors of values at a time, each with the same order of operations. */
export function widenUpdate(override: Override, optimiser: ParsedOptimiser): void {
  const { m, type, routine, options } = override;
  overrideRoutine(m, routine, options, () => {
    const passed = ["values", "gradients", "kept", "aside", "common"];
    const f = m.func("update_values_wide", {
      params: [...passed, "count", "pitch", "blocks"].map((one) => [one, "i32"] as const),
      results: [type],
      export: false,
    });
    const sum = f.local("v128", "sum");
    eachIteration(f, override, { optimiser, sum });
    addLanes(f, type, sum);
    return f;
  });
}

/** A vector that an iteration reads and writes. */
interface Changed {
  readonly vector: Local;
  /** Locations of an array in the iteration, and of its backup. */
  readonly at: Local;
  readonly aside: Local;
}

/** Update the vectors of each iteration. */
function eachIteration(
  f: FunctionBuilder,
  { type }: Override,
  { optimiser, sum }: { readonly optimiser: ParsedOptimiser; readonly sum: Local },
): void {
  const { state } = optimiser;
  const [scale, locals] = commonVectors(f, type, optimiser);
  const local = (name: string): Local => f.local("i32", name);
  const [offset, end, pitch] = [local("offset"), local("end"), local("pitch")];
  const shift = type === "f64" ? 3 : 2;
  f.get(f.param("count")).i32(shift).op("i32.shl").set(end);
  f.get(f.param("pitch")).i32(shift).op("i32.shl").set(pitch);
  // Each array starts where the previous one ends; so do the backups.
  const moving: (readonly [begin: Local, at: Local])[] = [];
  const array = (param: string, k: number): Local => {
    const [begin, at] = [local(`begin of ${param} ${k}`), local(`${param} ${k}`)];
    f.get(f.param(param)).get(pitch).i32(k).op("i32.mul").op("i32.add").set(begin);
    moving.push([begin, at]);
    return at;
  };
  const changed = ["value", ...state].map((name, k): Changed => {
    const vector = f.local("v128", name);
    locals.set(name, vector);
    const at = k === 0 ? array("values", 0) : array("kept", k - 1);
    return { vector, at, aside: array("aside", k) };
  });
  const first = array("gradients", 0);
  const gradients = Array.from({ length: turnBytes / vectorBytes }, (_, k) => {
    return f.local("v128", `gradient ${k}`);
  });
  f.count({ index: offset, limit: end, step: turnBytes }, () => {
    for (const [begin, at] of moving) f.get(begin).get(offset).op("i32.add").set(at);
    sumGradients(f, type, { first, pitch, gradients });
    gradients.forEach((gradient, k) => {
      changeVector(f, type, { optimiser, locals, scale, sum, gradient, changed }, k);
    });
  });
}

interface Vector {
  readonly optimiser: ParsedOptimiser;
  readonly locals: Map<string, Local>;
  readonly scale: Local;
  readonly sum: Local;
  readonly gradient: Local;
  readonly changed: readonly Changed[];
}

/** Update one of the vectors of an iteration, with the state that belongs to it. */
function changeVector(
  f: FunctionBuilder,
  type: Override["type"],
  { optimiser, locals, scale, sum, gradient, changed }: Vector,
  k: number,
): void {
  const shape = type === "f64" ? "f64x2" : "f32x4";
  const offset = vectorBytes * k;
  const scalars = webAssemblyScalars(f, shape);
  const scaled = f.local("v128", `scaled gradient ${k}`);
  f.get(gradient).get(scale).op(op(type, "mul")).set(scaled);
  locals.set("gradient", scaled);
  for (const { vector, at, aside } of changed) {
    f.get(at).op("v128.load", { offset }).set(vector);
    f.get(aside).get(vector).op("v128.store", { offset });
  }
  for (const [name, expression] of optimiser.update) {
    scalars.assign([[locals.get(name) as Local, expression]], (text) => locals.get(text));
  }
  f.get(sum).get(gradient);
  for (const { vector, at } of changed) {
    f.get(at).get(vector).op("v128.store", { offset });
    f.get(vector).op(op(type, "add"));
  }
  f.get(f.constant(shape, 0)).op(op(type, "mul")).op(op(type, "add")).set(sum);
}

/** Load the factor for gradients, and the optimiser's shared numbers, into all lanes. */
function commonVectors(
  f: FunctionBuilder,
  type: Override["type"],
  { common }: ParsedOptimiser,
): readonly [scale: Local, numbers: Map<string, Local>] {
  const vector = (name: string, k: number): Local => {
    const local = f.local("v128", name);
    f.get(f.param("common")).op("f64.load", { offset: 8 * k });
    if (type === "f32") f.op("f32.demote_f64");
    f.op(type === "f64" ? "f64x2.splat" : "f32x4.splat").set(local);
    return local;
  };
  const numbers = common.map((name, k) => [name, vector(`common ${name}`, k)] as const);
  return [vector("scale", common.length), new Map(numbers)];
}

/** Sum the gradients of an iteration, and leave the sums in the first block if there are several. */
function sumGradients(
  f: FunctionBuilder,
  type: Override["type"],
  {
    first,
    pitch,
    gradients,
  }: { readonly first: Local; readonly pitch: Local; readonly gradients: readonly Local[] },
): void {
  const [at, block] = [f.local("i32", "at"), f.local("i32", "block")];
  gradients.forEach((gradient, k) => {
    f.get(first)
      .op("v128.load", { offset: vectorBytes * k })
      .set(gradient);
  });
  f.get(f.param("blocks")).i32(1).op("i32.gt_u");
  f.if(() => {
    f.get(first).set(at).i32(1).set(block);
    f.count({ index: block, limit: f.param("blocks"), step: 1 }, () => {
      f.get(at).get(pitch).op("i32.add").set(at);
      gradients.forEach((gradient, k) => {
        f.get(gradient).get(at);
        f.op("v128.load", { offset: vectorBytes * k })
          .op(op(type, "add"))
          .set(gradient);
      });
    });
    gradients.forEach((gradient, k) => {
      f.get(first)
        .get(gradient)
        .op("v128.store", { offset: vectorBytes * k });
    });
  });
}
