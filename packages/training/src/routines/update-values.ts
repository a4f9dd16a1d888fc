import {
  type ArrayPlace,
  type Builder,
  expressionValue,
  type FloatType,
  type Routine,
  routine,
  type Value,
} from "@spikeloom/code";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";

/**
 * Make the routine that an optimiser is: it changes values along their gradients, and keeps what was before.
 *
 * Arrays of the optimiser's state lie one after the other, each of `count` elements; those that are kept aside are the values
 * and then the state. Gradients are scaled by `scale`. It gives the sum of what
 * it has made of them times 0: no number where one is not finite, else 0. A state that overflows would stop its value for
 * good.
 */
export function updateValues(optimiser: ParsedOptimiser, type: FloatType): Routine {
  const about = "Changes values along their gradients, and keeps what was before.";
  const numbers = Object.fromEntries(optimiser.common.map((one) => [`common ${one}`, type]));
  const parameters = {
    ...numbers,
    ...{ count: "i32", scale: type },
  } as Record<string, FloatType | "i32">;
  const passed = { values: type, gradients: type, kept: type, aside: type };
  return routine("update_values", { about, parameters, passed }, (b, values, arrays) => {
    const { add, mul, constant } = b.floats(type);
    const sum = b.variable("sum", constant(0));
    eachUpdated(b, { values, arrays }, { optimiser, type }, ({ names, before, at, places }) => {
      const count = values["count"] as Value;
      ["value", ...optimiser.state].forEach((name, k) => {
        const aside = b.apply("add", at, b.apply("mul", count, b.i32(k)));
        b.store(arrays.aside, aside, before.get(name) as Value);
        const made = names.get(name) as Value;
        if (k === 0) b.store(arrays.values, at, made);
        else b.store(arrays.kept, places[k - 1] as Value, made);
        b.set(sum, add(b.get(sum), mul(made, constant(0))));
      });
    });
    return [b.get(sum)];
  });
}

interface Updating {
  readonly optimiser: ParsedOptimiser;
  readonly type: FloatType;
}

interface Given {
  readonly values: Readonly<Record<string, Value>>;
  readonly arrays: Readonly<Record<"values" | "gradients" | "kept", ArrayPlace>>;
}

interface Updated {
  /** The element, and where its state is. */
  readonly at: Value;
  readonly places: readonly Value[];
  /** What the value and its state were, and what the update makes of them, by name. */
  readonly before: ReadonlyMap<string, Value>;
  readonly names: ReadonlyMap<string, Value>;
}

/** Compute what an update makes of each element. */
function eachUpdated(
  b: Builder,
  { values: given, arrays }: Given,
  { optimiser, type }: Updating,
  body: (updated: Updated) => void,
): void {
  const { common, state, update } = optimiser;
  const { count, scale } = given as Readonly<Record<"count" | "scale", Value>>;
  b.for({ name: "c", from: b.i32(0), to: count }, (at) => {
    const names = new Map<string, Value>(
      common.map((name) => [name, given[`common ${name}`] as Value]),
    );
    const places = state.map((_, k) => {
      return b.keep("at", b.apply("add", at, b.apply("mul", count, b.i32(k))));
    });
    const before = new Map([["value", b.load(arrays.values, at)]]);
    const gradient = b.floats(type).mul(b.load(arrays.gradients, at), scale);
    names.set("gradient", b.keep("gradient", gradient));
    state.forEach((name, k) => {
      before.set(name, b.load(arrays.kept, places[k] as Value));
    });
    for (const [name, value] of before) names.set(name, value);
    for (const [name, value] of update) {
      names.set(name, b.keep(name, expressionValue(b, value, { type, names })));
    }
    body({ at, places, before, names });
  });
}
