import { type Routine, routine, type Value } from "@spikeloom/code";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";
import { updated } from "../routines/update-values.ts";
import { type BatchArrays, type BatchPlan, controlWords, squareSums } from "./batch-plan.ts";

interface Parts {
  readonly plan: BatchPlan;
  readonly arrays: BatchArrays;
  readonly optimiser: ParsedOptimiser;
  /** Number of trained elements. */
  readonly elements: number;
}

/**
 * Write the routine that computes an element's new value and state, with the arithmetic of `updateValues`.
 *
 * The results go to `aside`; it is counted if the gradient or a result is not finite.
 */
export function updateElement({ plan, arrays, optimiser, elements }: Parts): Routine {
  const about = "Computes the new value of a trained element.";
  const values = arrays.array("values", 0);
  const gradients = arrays.array("gradients", 0);
  const kept = arrays.array("kept", 0);
  const aside = arrays.array("aside", 0);
  const common = arrays.array("common", 0);
  const present = arrays.array("constants", plan.present);
  const control = arrays.integers("control");
  return routine("update_element", { about, parameters: { index: "i32" } }, (b, { index }) => {
    const { add, mul, constant, ne } = b.floats("f32");
    const numbers = optimiser.common.map((name, k) => [name, b.load(common, b.i32(k))] as const);
    const scale = b.load(common, b.i32(optimiser.common.length));
    // Where there is no synapse, the gradient is 0.
    const summed = b.keep("summed", mul(b.load(gradients, index), b.load(present, index)));
    b.store(gradients, index, summed);
    const gradient = b.keep("gradient", mul(summed, scale));
    const places = ["value", ...optimiser.state].map((_, k) =>
      b.keep("at", b.apply("add", index, b.i32(k * elements))),
    );
    const { names } = updated(
      b,
      { at: index, places, gradient, common: new Map(numbers), arrays: { values, kept } },
      optimiser,
    );
    const made = ["value", ...optimiser.state].map((name) => names.get(name) as Value);
    for (const [k, value] of made.entries()) b.store(aside, places[k] as Value, value);
    // An infinity or NaN times 0 is NaN.
    const sum = b.keep(
      "sum",
      mul(
        made.reduce((left, right) => add(left, right), summed),
        constant(0),
      ),
    );
    b.if(ne(sum, sum), () => b.atomicAdd(control, b.i32(controlWords.infinite), b.i32(1)));
    return undefined;
  });
}

/** Write the routine that adds the squares of every `squareSums`-th gradient, from that of its index on. */
export function squareElements({ plan, arrays, elements }: Omit<Parts, "optimiser">): Routine {
  const about = "Adds squares of gradients.";
  const gradients = arrays.array("gradients", 0);
  const present = arrays.array("constants", plan.present);
  const squares = arrays.array("squares", 0);
  return routine("square_elements", { about, parameters: { index: "i32" } }, (b, { index }) => {
    const { add, mul, constant } = b.floats("f32");
    const sum = b.variable("sum", constant(0));
    b.for({ name: "k", from: index, to: b.i32(elements), by: squareSums }, (k) => {
      const gradient = b.keep("gradient", mul(b.load(gradients, k), b.load(present, k)));
      b.set(sum, add(b.get(sum), mul(gradient, gradient)));
    });
    b.store(squares, index, b.get(sum));
    return undefined;
  });
}

/** Write the routine that takes over the results of an update if all of them are finite. */
export function takeElement({ arrays, optimiser, elements }: Omit<Parts, "plan">): Routine {
  const about = "Takes over the new value of a trained element.";
  const values = arrays.array("values", 0);
  const kept = arrays.array("kept", 0);
  const aside = arrays.array("aside", 0);
  const control = arrays.integers("control");
  return routine("take_element", { about, parameters: { index: "i32" } }, (b, { index }) => {
    const odd = b.load(control, b.i32(controlWords.infinite));
    b.if(b.apply("eq", odd, b.i32(0)), () => {
      b.store(values, index, b.load(aside, index));
      optimiser.state.forEach((_, k) => {
        const at = b.apply("add", index, b.i32(k * elements));
        b.store(kept, at, b.load(aside, b.apply("add", at, b.i32(elements))));
      });
    });
    return undefined;
  });
}
