import {
  type FunctionBuilder,
  type Local,
  overrideRoutine,
  webAssemblyScalars,
} from "@spikeloom/code";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";
import { addLanes, op } from "./wide.ts";
import type { Override } from "./wide-rows.ts";

/** Let an optimiser change a vector of values at a time, in the same order of operations: the sum is 0 or no number in any order. */
export function widenUpdate(override: Override, optimiser: ParsedOptimiser): void {
  const { m, type, routine, options } = override;
  const shape = type === "f64" ? "f64x2" : "f32x4";
  overrideRoutine(m, routine, options, () => {
    const passed = ["values", "gradients", "kept", "aside", "common"];
    const f = m.func("update_values_wide", {
      params: [...passed, "count", "pitch", "blocks"].map((one) => [one, "i32"] as const),
      results: [type],
      export: false,
    });
    const sum = f.local("v128", "sum");
    const note = (made: Local): void => {
      f.get(sum).get(made).get(f.constant(shape, 0));
      f.op(op(type, "mul")).op(op(type, "add")).set(sum);
    };
    eachVector(f, override, optimiser, { note });
    addLanes(f, type, sum);
    return f;
  });
}

/** A local, and what pushes the address that it is loaded from. */
type Placed = readonly [local: Local, push: () => void];

/** Compute what an update makes of each vector; `note` is told of all that has to be finite. */
function eachVector(
  f: FunctionBuilder,
  { type }: Override,
  optimiser: ParsedOptimiser,
  { note }: { note(made: Local): void },
): void {
  const shape = type === "f64" ? "f64x2" : "f32x4";
  const { state, update } = optimiser;
  const [scale, locals] = commonVectors(f, type, optimiser);
  for (const name of ["value", "gradient", ...state]) locals.set(name, f.local("v128", name));
  const known = (name: string): Local => locals.get(name) as Local;
  const [offset, end, pitch] = [
    f.local("i32", "offset"),
    f.local("i32", "end"),
    f.local("i32", "pitch"),
  ];
  const shift = type === "f64" ? 3 : 2;
  f.get(f.param("count")).i32(shift).op("i32.shl").set(end);
  f.get(f.param("pitch")).i32(shift).op("i32.shl").set(pitch);
  // Each array begins where the one before it ends.
  const element = (array: string, k: number) => () => {
    f.get(f.param(array)).get(offset).op("i32.add");
    if (k > 0) f.get(pitch).i32(k).op("i32.mul").op("i32.add");
  };
  const value: Placed = [known("value"), element("values", 0)];
  const all = [value, ...state.map((name, k): Placed => [known(name), element("kept", k)])];
  const scalars = webAssemblyScalars(f, shape);
  f.count({ index: offset, limit: end, step: 16 }, () => {
    const gradient = known("gradient");
    sumGradients(f, type, { offset, pitch, gradient });
    note(gradient);
    f.get(gradient).get(scale).op(op(type, "mul")).set(gradient);
    for (const [k, [local, push]] of all.entries()) {
      push();
      f.op("v128.load").set(local);
      element("aside", k)();
      f.get(local).op("v128.store");
    }
    for (const [name, expression] of update) {
      scalars.assign([[known(name), expression]], (text) => locals.get(text));
    }
    for (const [made, push] of all) {
      push();
      f.get(made).op("v128.store");
      note(made);
    }
  });
}

/** Load the factor of gradients, and what an optimiser has for all, in all lanes. */
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

/** Add up a vector of gradients, and leave the sums in the first block where there are several. */
function sumGradients(
  f: FunctionBuilder,
  type: Override["type"],
  { offset, pitch, gradient }: Readonly<Record<"offset" | "pitch" | "gradient", Local>>,
): void {
  const [first, at, block] = [
    f.local("i32", "first"),
    f.local("i32", "at"),
    f.local("i32", "block"),
  ];
  f.get(f.param("gradients")).get(offset).op("i32.add").tee(first).op("v128.load").set(gradient);
  f.get(f.param("blocks")).i32(1).op("i32.gt_u");
  f.if(() => {
    f.get(first).set(at).i32(1).set(block);
    f.count({ index: block, limit: f.param("blocks"), step: 1 }, () => {
      f.get(at).get(pitch).op("i32.add").set(at);
      f.get(gradient).get(at).op("v128.load").op(op(type, "add")).set(gradient);
    });
    f.get(first).get(gradient).op("v128.store");
  });
}
