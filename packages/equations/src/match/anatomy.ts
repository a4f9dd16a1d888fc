import type { Dimension } from "@spikeloom/units";
import type { Expression } from "../expression.ts";
import type { ParsedParameter } from "../model/parsed.ts";

/** What a name of a model is the name of. */
export type Role =
  | "state"
  | "input"
  | "expression"
  | "read"
  | "trace"
  | "modulator"
  | "receptor"
  | "output";

/** A name that another model may have by another one. */
export interface OwnName {
  readonly role: Role;
  readonly name: string;
  /** What has to be the same for a name to stand for this one. */
  readonly mark: string;
}

/** A place in a model: fixed words, and names. */
export type Place = readonly (string | { readonly role: Role; readonly name: string })[];

/** One equation of a model. */
export interface Claim {
  readonly at: Place;
  readonly value: Expression;
  /** What holds where a model does not say: a variable that stays what it is, or nothing. */
  readonly otherwise?: "unchanged" | "zero";
  readonly isThreshold?: boolean;
}

/** What a model says, whatever it calls things. */
export interface Anatomy {
  readonly parameters: ReadonlyMap<string, ParsedParameter>;
  readonly names: readonly OwnName[];
  readonly claims: readonly Claim[];
  /** What is so or not so: `spike.edge=level`, with a place. */
  readonly facts: readonly { readonly at: Place; readonly value: string }[];
  /** What is compared as it is written, by the same names; empty where there is none. */
  readonly rest: string;
}

/** Write a dimension, for marks. */
export function dimensionMark(dimension: Dimension | undefined): string {
  return dimension === undefined ? "any" : dimension.join(" ");
}
