import { type ErrorList, errorList, SpikeLoomError } from "@spikeloom/kernel";
import type { Dimension } from "@spikeloom/units";

/** Meaning of a declared name. */
export type NameRole =
  | "parameter"
  | "state"
  | "expression"
  | "input"
  | "read"
  | "trace"
  | "modulator"
  | "weight"
  | "refractoriness";

/** A name that a model declares. */
export interface DeclaredName {
  readonly role: NameRole;
  /** Undefined if the declaration itself is wrong, so that no further errors follow from it. */
  readonly dimension: Dimension | undefined;
  readonly boolean: boolean;
  readonly shared: boolean;
}

/** One pass over a record: its declarations, and the errors so far. */
export interface Reading {
  readonly kind: "neuron" | "synapse" | "plasticity";
  readonly name: string;
  /** Starts the place of every error: `neuron "lif"`. */
  readonly place: string;
  readonly names: Map<string, DeclaredName>;
  /** Sub-expressions that read white noise, directly or indirectly. */
  readonly noisy: Set<string>;
  /** Sub-expressions that depend on more than parameters, directly or indirectly. */
  readonly changing: Set<string>;
  /** Names that always hold whole numbers, with the minimum of each. */
  readonly wholeNumbers: Map<string, number>;
  readonly errors: ErrorList;
}

/** Start a pass. */
export function startReading(
  kind: Reading["kind"],
  { name, place }: { readonly name: string; readonly place: string },
): Reading {
  return {
    kind,
    name,
    place,
    names: new Map(),
    noisy: new Set(),
    changing: new Set(),
    wholeNumbers: new Map(),
    errors: errorList(place),
  };
}

/** Name a part of the record: `neuron "lif" dynamics.v`. */
export function placeIn(reading: Reading, path: string): string {
  return reading.place.endsWith('"') ? `${reading.place} ${path}` : `${reading.place}.${path}`;
}

/** Record the coded errors of an action and continue; undefined if there was one. */
export function attempt<T>(reading: Reading, act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    reading.errors.push(error);
    return undefined;
  }
}

/** Add the part of the record to an error that only refers to its text. */
export function placed<T>(place: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof SpikeLoomError) || error.place?.startsWith(place)) throw error;
    const { code, summary: message, expected, got, next } = error;
    const where = error.place === undefined ? place : `${place}, ${error.place}`;
    throw new SpikeLoomError(code, { message, place: where, expected, got, next });
  }
}
