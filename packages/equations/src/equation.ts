import type { Dimension } from "@spikeloom/units";
import type { Expression } from "./expression.ts";

/** Kinds of equation. */
export type EquationKind = "differential" | "subexpression" | "parameter";

/** The declared unit of the *variable* (`volt` for dv/dt) and its dimension. */
export interface EquationUnit {
  readonly text: string;
  readonly dimension: Dimension;
  readonly type: "float" | "boolean" | "integer";
}

/** Fields common to all equations; line and column, from 1, are those of the first character. */
export interface EquationHead {
  readonly name: string;
  readonly unit: EquationUnit;
  readonly flags: readonly string[];
  readonly line: number;
  readonly column: number;
}

/** `dv/dt = expression : unit (flags)`. */
export type DifferentialEquation = EquationHead & {
  readonly kind: "differential";
  /** Offsets in it count from the start of the whole block. */
  readonly expression: Expression;
};

/** `name = expression : unit (flags)`. */
export type Subexpression = EquationHead & {
  readonly kind: "subexpression";
  readonly expression: Expression;
};

/** `name : unit (flags)`. */
export type ParameterEquation = EquationHead & {
  readonly kind: "parameter";
  readonly expression?: undefined;
};

/** One equation of a block. */
export type Equation = DifferentialEquation | Subexpression | ParameterEquation;
