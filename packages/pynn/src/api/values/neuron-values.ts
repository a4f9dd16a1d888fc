import type { Column } from "../../session/session.ts";
import { VALUE } from "../errors.ts";
import { isRandom, type RandomDistribution } from "../random/random-distribution.ts";
import type { Draws } from "../random/rng.ts";
import { show } from "../show.ts";

/** A number for each neuron: one for all, a list, a distribution, or a function of the index. */
export type NeuronValue =
  | number
  | readonly number[]
  | Float64Array
  | RandomDistribution
  | ((index: number) => number);

/** A list of numbers for each neuron: one for all, one per neuron, or a function of the index. */
export type SequenceValue =
  | readonly number[]
  | Float64Array
  | readonly (readonly number[] | Float64Array)[]
  | ((index: number) => readonly number[] | Float64Array);

/** Allowed values of a parameter. */
export type ParameterValue = NeuronValue | SequenceValue;

/** Inputs for computing values. */
export interface ValueContext {
  readonly size: number;
  /** Name used in errors. */
  readonly place: string;
  /** Open the draws of a distribution. */
  open(distribution: RandomDistribution): Draws;
}

/** Compute a number for each neuron; a single number stays single. */
export function neuronColumn(value: ParameterValue, context: ValueContext): Column {
  if (typeof value === "number") return checked(value, context);
  if (isRandom(value)) return value.drawFrom(context.open(value), context.size);
  if (typeof value === "function") {
    return Float64Array.from({ length: context.size }, (_, k) => checked(value(k), context));
  }
  if (!isList(value)) return checked(value, context);
  checkLength(value, context);
  return Float64Array.from(value as ArrayLike<unknown>, (one) => checked(one, context));
}

/** Compute a list for each neuron; a list for all is a single object. */
export function neuronSequences(
  value: ParameterValue,
  context: ValueContext,
): readonly Float64Array[] {
  if (typeof value === "function") {
    return Array.from({ length: context.size }, (_, k) => sequence(value(k), context));
  }
  if (typeof value === "number" || isRandom(value)) {
    const next = "Pass a list of numbers, or a list of such lists, one per neuron.";
    throw VALUE({
      place: context.place,
      message: "Each neuron needs a list of numbers here.",
      next,
    });
  }
  if (isNested(value)) {
    checkLength(value, context);
    return value.map((one) => sequence(one, context));
  }
  const shared = sequence(value, context);
  return Array.from({ length: context.size }, () => shared);
}

function isNested(
  value: Exclude<SequenceValue, (...args: never) => unknown>,
): value is readonly (readonly number[] | Float64Array)[] {
  return Array.isArray(value) && value.length > 0 && typeof value[0] !== "number";
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function sequence(value: unknown, context: ValueContext): Float64Array {
  if (!isList(value)) {
    const message = "Each neuron needs a list of numbers here.";
    throw VALUE({ place: context.place, message, got: show(value) });
  }
  return Float64Array.from(value, (one) => checked(one, context));
}

function checkLength(value: ArrayLike<unknown>, { size, place }: ValueContext): void {
  if (value.length === size) return;
  const message = "A list of values needs one value per neuron.";
  throw VALUE({ place, message, expected: String(size), got: String(value.length) });
}

function checked(value: unknown, { place }: ValueContext): number {
  if (typeof value === "number" && !Number.isNaN(value)) return value;
  throw VALUE({ place, message: "This is not a number.", got: show(value) });
}
