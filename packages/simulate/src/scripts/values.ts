import { fromInternal, parseUnit, toInternal } from "@spikeloom/units";
import type { DataFiles } from "./data-files.ts";
import { call, list, type Python } from "./python/layout.ts";
import { pythonFloat } from "./python/literals.ts";

/** Numbers of neurons or synapses: one for all, or one each. */
export type Numbers = number | Float64Array;

/** Longest array written inline in the script. */
const FEW = 6;

/** Most spike times written inline. */
export const FEW_TIMES = 12;

/**
 * Express an internal number in a unit of PyNN.
 *
 * Returns the shortest decimal that converts to the same internal number, if there is one.
 */
export function inUnit(value: number, unit: string): number {
  const parsed = parseUnit(unit);
  const { value: exact } = fromInternal(value, parsed.dimension, unit);
  for (let digits = 12; digits < 17; digits++) {
    const short = Number(exact.toPrecision(digits));
    if (toInternal({ value: short, unit: parsed }) === value) return short;
  }
  return exact;
}

/** The same for one number or many. */
export function allInUnit(values: Numbers, unit: string): Numbers {
  if (typeof values === "number") return inUnit(values, unit);
  const known = new Map<number, number>();
  return values.map((value) => {
    const found = known.get(value) ?? inUnit(value, unit);
    known.set(value, found);
    return found;
  });
}

/** Reduce an array of equal numbers to one number. */
export function oneIfAlike(values: Numbers): Numbers {
  if (typeof values === "number") return values;
  const [first] = values;
  return first !== undefined && values.every((value) => Object.is(value, first)) ? first : values;
}

/** Write numbers as code: a number, a short inline array, or an array file. */
export function numbersCode(task: Pick<DataFiles, "keep">, name: string, values: Numbers): Python {
  if (typeof values === "number") return pythonFloat(values);
  if (values.length > FEW) return task.keep(name, values);
  return call("np.array", list(Array.from(values, pythonFloat)));
}

/** Return the value of one neuron or synapse. */
export function numberOf(values: Numbers, index: number): number {
  return typeof values === "number" ? values : (values[index] ?? Number.NaN);
}
