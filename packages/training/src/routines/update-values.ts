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

/** Integer parameters of an update, in order. */
const numbers = { count: "i32", pitch: "i32", blocks: "i32" } as const;

/**
 * Write the routine of an optimiser: it updates values with their gradients, and backs up the old values.
 *
 * It changes `count` elements, and first sums their gradients over several blocks, in order; the sums are left in the
 * first block. Consecutive blocks, arrays of optimiser state, and backup arrays (values, then state) are `pitch`
 * elements apart. The backup may overlap all blocks but the first: an element is read before it is overwritten. The
 * optimiser's shared numbers, followed by a factor for gradients, are passed as float64.
 * It returns 0 if gradients, results and their sums are finite, otherwise NaN. A state that overflows would freeze its
 * value permanently.
 */
export function updateValues(optimiser: ParsedOptimiser, type: FloatType): Routine {
  const about = "Updates values with their gradients, and backs up the old values.";
  const passed = { values: type, gradients: type, kept: type, aside: type, common: "f64" } as const;
  return routine(
    "update_values",
    { about, parameters: numbers, passed },
    (b, { count, pitch, blocks }, arrays) => {
      const { add, mul, constant } = b.floats(type);
      const [scale, common] = commonNumbers(b, arrays.common, { optimiser, type });
      const sum = b.variable("sum", constant(0));
      b.for({ name: "c", from: b.i32(0), to: count }, (at) => {
        const summed = sumGradient(b, arrays.gradients, { at, pitch, blocks });
        const gradient = b.keep("gradient", mul(summed, scale));
        const places = ["value", ...optimiser.state].map((_, k) => {
          return b.keep("at", b.apply("add", at, b.apply("mul", pitch, b.i32(k))));
        });
        const { before, names } = updated(b, { at, places, gradient, common, arrays }, optimiser);
        ["value", ...optimiser.state].forEach((name, k) => {
          b.store(arrays.aside, places[k] as Value, before.get(name) as Value);
          const made = names.get(name) as Value;
          if (k === 0) b.store(arrays.values, at, made);
          else b.store(arrays.kept, places[k - 1] as Value, made);
        });
        const made = ["value", ...optimiser.state].map((name) => names.get(name) as Value);
        const all = made.reduce((left, right) => add(left, right), summed);
        b.set(sum, add(b.get(sum), mul(all, constant(0))));
      });
      return [b.get(sum)];
    },
  );
}

/** Load the factor for gradients, and the optimiser's shared numbers. */
function commonNumbers(
  b: Builder,
  common: ArrayPlace,
  { optimiser, type }: { readonly optimiser: ParsedOptimiser; readonly type: FloatType },
): readonly [scale: Value, numbers: ReadonlyMap<string, Value>] {
  const number = (k: number): Value => {
    const given = b.load(common, b.i32(k));
    return type === "f64" ? given : b.keep("number", b.apply("toF32", given));
  };
  const names = optimiser.common;
  return [number(names.length), new Map(names.map((name, k) => [name, number(k)]))];
}

/** Sum the gradient of an element, and leave the sum in the first block. */
function sumGradient(
  b: Builder,
  gradients: ArrayPlace,
  { at, pitch, blocks }: Readonly<Record<"at" | "pitch" | "blocks", Value>>,
): Value {
  const { add } = b.floats(gradients.element as FloatType);
  const sum = b.variable("gradient", b.load(gradients, at));
  b.for({ name: "block", from: b.i32(1), to: blocks }, (block) => {
    const more = b.load(gradients, b.apply("add", at, b.apply("mul", block, pitch)));
    b.set(sum, add(b.get(sum), more));
  });
  b.store(gradients, at, b.get(sum));
  return b.get(sum);
}

interface Element {
  readonly at: Value;
  /** Locations of an element in consecutive arrays. */
  readonly places: readonly Value[];
  readonly gradient: Value;
  readonly common: ReadonlyMap<string, Value>;
  readonly arrays: Readonly<Record<"values" | "kept", ArrayPlace>>;
}

/** Return the old value and state of an element, and their new values, by name. */
export function updated(
  b: Builder,
  { at, places, gradient, common, arrays }: Element,
  { state, update }: ParsedOptimiser,
): Readonly<Record<"before" | "names", ReadonlyMap<string, Value>>> {
  const type = arrays.values.element as FloatType;
  const before = new Map([["value", b.load(arrays.values, at)]]);
  state.forEach((name, k) => {
    before.set(name, b.load(arrays.kept, places[k] as Value));
  });
  const names = new Map([...common, ...before, ["gradient", gradient]]);
  for (const [name, value] of update) {
    names.set(name, b.keep(name, expressionValue(b, value, { type, names })));
  }
  return { before, names };
}
