import type { Value, Variable } from "./graph.ts";
import { type ElementType, elementBytes, type ValueType } from "./types.ts";

/**
 * Elements of one type in a memory, located when code is generated.
 *
 * A backend may attach further data, such as an address, which views of the same elements share.
 */
export interface ArrayPlace<Element extends ElementType = ElementType> {
  readonly name: string;
  readonly element: Element;
  /** Whether callers pass its location, which is then a parameter: a byte address, or an index where a target has one. */
  readonly passed: boolean;
  /** Unit of an index: bytes if elements are fields of records, whose sizes differ. */
  readonly counted: "elements" | "bytes";
}

/** Return the increment of an index from one element of an array to the next. */
export function unitOf({ element, counted }: ArrayPlace): number {
  return counted === "bytes" ? elementBytes[element] : 1;
}

/** Return the base-2 logarithm of the unit of an array. */
export function unitShift(array: ArrayPlace): number {
  return 31 - Math.clz32(unitOf(array));
}

/** An external function that routines call: each target is given an implementation. */
export interface External {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType;
}

/**
 * Statements, executed in order.
 *
 * A statement computes its values each time it runs, and a value that it uses several times once.
 */
export type Statement =
  /** All values are computed before the first variable changes. */
  | { readonly kind: "set"; readonly pairs: readonly (readonly [Variable, Value])[] }
  | {
      readonly kind: "load";
      readonly into: Variable;
      readonly array: ArrayPlace;
      readonly index: Value;
      /** Offset added to the index, in elements. */
      readonly beyond: number;
    }
  | {
      readonly kind: "store";
      readonly array: ArrayPlace;
      readonly index: Value;
      readonly beyond: number;
      readonly value: Value;
    }
  /** Add to an element; atomically if several threads run at once. */
  | {
      readonly kind: "atomic-add";
      /** Set to the element's content before the addition. */
      readonly into?: Variable | undefined;
      readonly array: ArrayPlace;
      readonly index: Value;
      readonly value: Value;
    }
  /**
   * Run the body for index = from, from + by, from + 2 * by and so on while index < to, compared as unsigned numbers.
   *
   * `from` and `to` are computed once, before the first iteration. The body does not set the index, and nothing reads it
   * after the loop.
   */
  | {
      readonly kind: "for";
      readonly index: Variable;
      readonly from: Value;
      readonly to: Value;
      readonly by: number;
      readonly body: readonly Statement[];
    }
  | { readonly kind: "while"; readonly condition: Value; readonly body: readonly Statement[] }
  | {
      readonly kind: "if";
      readonly condition: Value;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    }
  | {
      readonly kind: "call";
      readonly routine: Routine;
      /** Locations of the arrays passed, then values of the parameters. */
      readonly arrays: readonly ArrayPlace[];
      readonly values: readonly Value[];
      readonly into: readonly Variable[];
    }
  | {
      readonly kind: "ask";
      readonly external: External;
      readonly values: readonly Value[];
      readonly into: Variable;
    };

/** A procedure on arrays, with parameters and results. */
export interface Routine {
  readonly name: string;
  readonly about: string;
  /** Arrays whose locations callers pass. */
  readonly passed: readonly ArrayPlace[];
  readonly parameters: readonly Variable[];
  readonly results: readonly Value[];
  readonly body: readonly Statement[];
}

/** The types of its results. */
export function resultTypes({ results }: Routine): readonly ValueType[] {
  return results.map(({ type }) => type);
}
