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
 * Make the routine that an optimiser is: it changes values along their gradients.
 *
 * Arrays of the optimiser's state lie one after the other, each of `count` elements. Gradients are scaled by `scale`.
 */
export function updateValues(optimiser: ParsedOptimiser, type: FloatType): Routine {
  const about = "Changes values along their gradients.";
  return updateRoutine("update_values", { optimiser, type, about }, (b, given) => {
    eachUpdated(b, given, { optimiser, type }, ({ names, at, places }) => {
      const { values, kept } = given.arrays;
      b.store(values, at, names.get("value") as Value);
      optimiser.state.forEach((name, k) => {
        b.store(kept, places[k] as Value, names.get(name) as Value);
      });
    });
    return undefined;
  });
}

/**
 * Make the routine that tells whether an update would make values or state that are not all finite, and changes nothing.
 *
 * It gives the sum of them times 0: no number then, else 0. A state that overflows would stop its value for good.
 */
export function tryUpdate(optimiser: ParsedOptimiser, type: FloatType): Routine {
  const about = "Adds what an update would make of values and of state, times 0.";
  return updateRoutine("try_update", { optimiser, type, about }, (b, given) => {
    const { add, mul, constant } = b.floats(type);
    const sum = b.variable("sum", constant(0));
    eachUpdated(b, given, { optimiser, type }, ({ names }) => {
      for (const name of ["value", ...optimiser.state]) {
        b.set(sum, add(b.get(sum), mul(names.get(name) as Value, constant(0))));
      }
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

function updateRoutine(
  name: string,
  { optimiser, type, about }: Updating & { readonly about: string },
  write: (b: Builder, given: Given) => readonly Value[] | undefined,
): Routine {
  const numbers = Object.fromEntries(optimiser.common.map((one) => [`common ${one}`, type]));
  const parameters = { ...numbers, count: "i32", scale: type } as Record<string, FloatType | "i32">;
  const passed = { values: type, gradients: type, kept: type };
  return routine(name, { about, parameters, passed }, (b, values, arrays) =>
    write(b, { values, arrays }),
  );
}

interface Updated {
  /** The element, and where its state is. */
  readonly at: Value;
  readonly places: readonly Value[];
  /** What the update makes of the value and of its state, by name. */
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
    names.set("value", b.load(arrays.values, at));
    const gradient = b.floats(type).mul(b.load(arrays.gradients, at), scale);
    names.set("gradient", b.keep("gradient", gradient));
    state.forEach((name, k) => {
      names.set(name, b.load(arrays.kept, places[k] as Value));
    });
    for (const [name, value] of update) {
      names.set(name, b.keep(name, expressionValue(b, value, { type, names })));
    }
    body({ at, places, names });
  });
}
