import type { SpikeLoomError } from "./errors.ts";

/** Schema keywords that a value can violate; a rule that chooses between others is never violated itself. */
export type FaultKeyword =
  | "type"
  | "const"
  | "enum"
  | "minimum"
  | "maximum"
  | "pattern"
  | "minItems"
  | "minProperties"
  | "required"
  | "propertyNames"
  | "additionalProperties";

/** A fault as reported by a schema check. */
export interface SchemaFault {
  readonly instancePath: string;
  readonly keyword: FaultKeyword;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A fault with the path to its place. */
export interface PlacedFault extends SchemaFault {
  readonly path: readonly string[];
}

/** Text of a shape error; all fields are required. */
export interface FaultText {
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}

/** The validated value and its context. */
export interface Subject {
  readonly value: unknown;
  /** Name of the whole: `neuron "lif"`, `the network`. */
  readonly place: string;
  /** Name a part of it for readers. */
  placeOf(path: readonly string[]): string;
  /** List the fields that a part can have. */
  fieldsAt(path: readonly string[]): readonly string[];
  /** Suggest a replacement for an unknown name. */
  advise(name: string, known: readonly string[]): string | undefined;
  /** Find the name that was meant. */
  nearest(name: string, known: readonly string[]): string | undefined;
  /** Create the error for a fault, with all its fields. */
  error(fault: FaultText & { readonly place: string }): SpikeLoomError;
}
