import type { Value, Variable } from "./graph.ts";
import { type ElementType, elementBytes, type ValueType } from "./types.ts";

/**
 * Elements of one type in a memory; where they lie is said when code is written.
 *
 * A backend may keep more with it, such as an address, which views of the same elements keep too.
 */
export interface ArrayPlace<Element extends ElementType = ElementType> {
  readonly name: string;
  readonly element: Element;
  /** Whether callers pass its place: its first element is then a parameter of the routine. */
  readonly passed: boolean;
  /** What an index counts: bytes where elements lie in records, whose sizes differ. */
  readonly counted: "elements" | "bytes";
}

/** How much an index of an array grows from one element to the next. */
export function unitOf({ element, counted }: ArrayPlace): number {
  return counted === "bytes" ? elementBytes[element] : 1;
}

/** The power of two that the unit of an array is. */
export function unitShift(array: ArrayPlace): number {
  return 31 - Math.clz32(unitOf(array));
}

/** What a routine calls that is none: each target is given what does it. */
export interface External {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  readonly result: ValueType;
}

/** What is done, one after the other. Values are computed when their statement runs. */
export type Statement =
  /** All values are computed before the first variable changes. */
  | { readonly kind: "set"; readonly pairs: readonly (readonly [Variable, Value])[] }
  | {
      readonly kind: "load";
      readonly into: Variable;
      readonly array: ArrayPlace;
      readonly index: Value;
      /** Elements beyond the index. */
      readonly beyond: number;
    }
  | {
      readonly kind: "store";
      readonly array: ArrayPlace;
      readonly index: Value;
      readonly beyond: number;
      readonly value: Value;
    }
  /** Add to an element; where several run at once, in one go. */
  | {
      readonly kind: "atomic-add";
      readonly array: ArrayPlace;
      readonly index: Value;
      readonly value: Value;
    }
  /** While index < to, as unsigned numbers; `to` is computed once. */
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
      /** Places of the arrays that are passed, then values of the parameters. */
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

/** Something that is done to arrays, with parameters and results. */
export interface Routine {
  readonly name: string;
  readonly about: string;
  /** Arrays whose places callers pass. */
  readonly passed: readonly ArrayPlace[];
  readonly parameters: readonly Variable[];
  readonly results: readonly Value[];
  readonly body: readonly Statement[];
}

/** The types of what a routine gives. */
export function resultTypes({ results }: Routine): readonly ValueType[] {
  return results.map(({ type }) => type);
}
