import { type Local, overrideRoutine, webAssemblyScalars } from "@spikeloom/code";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";
import { op } from "./wide.ts";
import type { Override } from "./wide-rows.ts";

/** Let an optimiser change a vector of values at a time, in the same order of operations. */
export function widenUpdate(
  { m, type, routine, options }: Override,
  { common, state, update }: ParsedOptimiser,
): void {
  const shape = type === "f64" ? "f64x2" : "f32x4";
  const shift = type === "f64" ? 3 : 2;
  overrideRoutine(m, routine, options, () => {
    const f = m.func("update_values_wide", {
      params: [
        ...(["values", "gradients", "kept"] as const).map((name) => [name, "i32"] as const),
        ...common.map((name) => [`common ${name}`, type] as const),
        ["count", "i32"] as const,
        ["scale", type] as const,
      ],
      export: false,
    });
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
    f.get(f.param("count")).i32(shift).op("i32.shl").set(bytes);
    const scalars = webAssemblyScalars(f, shape);
    // Each array of the state begins where the one before it ends.
    const arrays = state.map((name, k): readonly [Local, () => void] => [
      locals.get(name) as Local,
      () => {
        f.get(f.param("kept")).get(offset).op("i32.add");
        if (k > 0) f.get(bytes).i32(k).op("i32.mul").op("i32.add");
      },
    ]);
    const value = locals.get("value") as Local;
    const places: readonly (readonly [Local, () => void])[] = [
      [value, () => f.get(f.param("values")).get(offset).op("i32.add")],
      ...arrays,
    ];
    f.count({ index: offset, limit: bytes, step: 16 }, () => {
      f.get(f.param("gradients")).get(offset).op("i32.add").op("v128.load");
      f.get(scale)
        .op(op(type, "mul"))
        .set(locals.get("gradient") as Local);
      for (const [local, push] of places) {
        push();
        f.op("v128.load").set(local);
      }
      for (const [name, expression] of update) {
        scalars.assign([[locals.get(name) as Local, expression]], (text) => locals.get(text));
      }
      for (const [local, push] of places) {
        push();
        f.get(local).op("v128.store");
      }
    });
    return f;
  });
}
