import type { Dimension } from "@spikeloom/units";
import type { Expression } from "../expression.ts";
import type { ParsedParameter } from "../model/parsed.ts";

/** Role of a name in a model. */
export type Role =
  | "state"
  | "input"
  | "expression"
  | "read"
  | "trace"
  | "modulator"
  | "receptor"
  | "output";

/** A name that may differ between models. */
export interface OwnName {
  readonly role: Role;
  readonly name: string;
  /** Properties that must agree for two names to be paired. */
  readonly mark: string;
}

/** A place in a model: fixed words and names. */
export type Place = readonly (string | { readonly role: Role; readonly name: string })[];

/** One equation of a model. */
export interface Claim {
  readonly at: Place;
  readonly value: Expression;
  /** Meaning of an absent claim: a variable that stays unchanged, or zero. */
  readonly otherwise?: "unchanged" | "zero";
  readonly isThreshold?: boolean;
}

/** Content of a model, independent of the names it uses. */
export interface Anatomy {
  readonly parameters: ReadonlyMap<string, ParsedParameter>;
  readonly names: readonly OwnName[];
  readonly claims: readonly Claim[];
  /** Properties that hold or not: `spike.edge=level`, with a place. */
  readonly facts: readonly { readonly at: Place; readonly value: string }[];
  /** Content that is compared verbatim, with the same names; empty if there is none. */
  readonly rest: string;
}

/** Format a dimension for marks. */
export function dimensionMark(dimension: Dimension | undefined): string {
  return dimension === undefined ? "any" : dimension.join(" ");
}
