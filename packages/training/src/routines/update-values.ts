import {
  expressionValue,
  type FloatType,
  type Routine,
  routine,
  type Value,
} from "@spikeloom/code";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";

/**
 * Make the routine that an optimiser is: it changes values along their gradients.
 *
 * Arrays of the optimiser's state lie one after the other, each of `count` elements. Gradients are scaled by `scale`.
 */
export function updateValues({ common, state, update }: ParsedOptimiser, type: FloatType): Routine {
  const numbers = Object.fromEntries(common.map((name) => [`common ${name}`, type]));
  const parameters = { ...numbers, count: "i32", scale: type } as Record<string, FloatType | "i32">;
  const passed = { values: type, gradients: type, kept: type };
  const about = "Changes values along their gradients.";
  return routine("update_values", { about, parameters, passed }, (b, given, arrays) => {
    const { add, mul } = {
      add: (x: Value, y: Value) => b.apply("add", x, y),
      mul: b.floats(type).mul,
    };
    const { count, scale } = given as { readonly count: Value; readonly scale: Value };
    const { values, gradients, kept } = arrays as Record<string, Parameters<typeof b.load>[0]> & {
      readonly values: Parameters<typeof b.load>[0];
    };
    b.for({ name: "c", from: b.i32(0), to: count }, (c) => {
      const names = new Map<string, Value>(
        common.map((name) => [name, given[`common ${name}`] as Value]),
      );
      const places = state.map((_, k) => b.keep("at", add(c, b.apply("mul", count, b.i32(k)))));
      names.set("value", b.load(values, c));
      names.set("gradient", b.keep("gradient", mul(b.load(gradients as never, c), scale)));
      state.forEach((name, k) => {
        names.set(name, b.load(kept as never, places[k] as Value));
      });
      for (const [name, value] of update) {
        names.set(name, b.keep(name, expressionValue(b, value, { type, names })));
      }
      b.store(values, c, names.get("value") as Value);
      state.forEach((name, k) => {
        b.store(kept as never, places[k] as Value, names.get(name) as Value);
      });
    });
    return undefined;
  });
}
