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
    const f = m.func("update_values_wide", {
      params: [
        ...(["values", "gradients", "kept", "aside"] as const).map((one) => [one, "i32"] as const),
        ...optimiser.common.map((one) => [`common ${one}`, type] as const),
        ...[["count", "i32"] as const, ["scale", type] as const],
      ],
      results: [type],
      export: false,
    });
    const sum = f.local("v128", "sum");
    eachVector(f, override, optimiser, ({ value, places }) => {
      for (const [made, push] of [value, ...places]) {
        push();
        f.get(made).op("v128.store");
        f.get(sum).get(made).get(f.constant(shape, 0));
        f.op(op(type, "mul")).op(op(type, "add")).set(sum);
      }
    });
    addLanes(f, type, sum);
    return f;
  });
}

/** A local, and what pushes the address that it is loaded from. */
type Placed = readonly [local: Local, push: () => void];

/** What an update has made of a vector of values, and of what is kept beside them. */
interface Vectors {
  readonly value: Placed;
  readonly places: readonly Placed[];
}

/** Compute what an update makes of each vector. */
function eachVector(
  f: FunctionBuilder,
  { type }: Override,
  { common, state, update }: ParsedOptimiser,
  body: (vectors: Vectors) => void,
): void {
  const shape = type === "f64" ? "f64x2" : "f32x4";
  const locals = new Map<string, Local>();
  const splat = (param: string): Local => {
    const local = f.local("v128", param);
    f.get(f.param(param)).op(`${shape}.splat`).set(local);
    return local;
  };
  for (const name of common) locals.set(name, splat(`common ${name}`));
  const scale = splat("scale");
  for (const name of ["value", "gradient", ...state]) locals.set(name, f.local("v128", name));
  const [offset, bytes] = [f.local("i32", "offset"), f.local("i32", "bytes")];
  f.get(f.param("count"))
    .i32(type === "f64" ? 3 : 2)
    .op("i32.shl")
    .set(bytes);
  const scalars = webAssemblyScalars(f, shape);
  // Each array of the state begins where the one before it ends.
  const element = (array: string, k: number) => () => {
    f.get(f.param(array)).get(offset).op("i32.add");
    if (k > 0) f.get(bytes).i32(k).op("i32.mul").op("i32.add");
  };
  const places = state.map((name, k): Placed => [locals.get(name) as Local, element("kept", k)]);
  const value: Placed = [locals.get("value") as Local, element("values", 0)];
  f.count({ index: offset, limit: bytes, step: 16 }, () => {
    f.get(f.param("gradients")).get(offset).op("i32.add").op("v128.load");
    f.get(scale)
      .op(op(type, "mul"))
      .set(locals.get("gradient") as Local);
    for (const [k, [local, push]] of [value, ...places].entries()) {
      push();
      f.op("v128.load").set(local);
      element("aside", k)();
      f.get(local).op("v128.store");
    }
    for (const [name, expression] of update) {
      scalars.assign([[locals.get(name) as Local, expression]], (text) => locals.get(text));
    }
    body({ value, places });
  });
}
