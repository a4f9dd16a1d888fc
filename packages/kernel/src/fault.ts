import type { SpikeLoomError } from "./errors.ts";

/** What of a schema a value can break; a rule that chooses between others is never broken itself. */
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

/** A fault as the check of a schema reports it. */
export interface SchemaFault {
  readonly instancePath: string;
  readonly keyword: FaultKeyword;
  readonly params: Readonly<Record<string, unknown>>;
}

/** A fault with the way to its place. */
export interface PlacedFault extends SchemaFault {
  readonly path: readonly string[];
}

/** What an error of a shape says; nothing of it may be missing. */
export interface FaultText {
  readonly message: string;
  readonly expected: string;
  readonly got: string;
  readonly next: string;
}

/** What was validated, and what is known of it. */
export interface Subject {
  readonly value: unknown;
  /** What the whole is called: `neuron "lif"`, `the network`. */
  readonly place: string;
  /** Name a part of it for readers. */
  placeOf(path: readonly string[]): string;
  /** The fields that a part can have. */
  fieldsAt(path: readonly string[]): readonly string[];
  /** Say what to write in place of a name that is not among those there are. */
  advise(name: string, known: readonly string[]): string | undefined;
  /** Find the name that was meant. */
  nearest(name: string, known: readonly string[]): string | undefined;
  /** Make the error of a fault; every part of it is there. */
  error(fault: FaultText & { readonly place: string }): SpikeLoomError;
}
