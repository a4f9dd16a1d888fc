import type { Expression } from "@spikeloom/equations";
import { type Dimension, divideDimensions, formatDimension, sameDimension } from "@spikeloom/units";
import { type Flat, type FlatVariable, freeName } from "./flat.ts";
import { inferDimension } from "./infer-dimension.ts";
import { quantityOf } from "./quantity.ts";

const time: Dimension = [0, 0, 1, 0, 0, 0, 0];

/** An equation with different dimensions on its two sides, as LEMS computes with numbers in SI units. */
export interface Misfit {
  readonly about: string;
  readonly expected: string;
  readonly got: string;
}

/**
 * Give each equation the dimension of its variable, by a factor of one SI unit.
 *
 * LEMS computes with plain numbers in SI units whatever their dimensions, so the numbers are unchanged.
 */
export function fitDimensions(flat: Flat): readonly Misfit[] {
  const of = (name: string): Dimension | undefined =>
    name === "t" || name === "dt" ? time : flat.variables.get(name)?.dimension;
  const misfits: Misfit[] = [];
  const fit = (
    { about }: FlatVariable,
    expression: Expression,
    expected: Dimension,
  ): Expression => {
    const got = inferDimension(expression, of);
    if (sameDimension(got, expected) || isZero(expression)) return expression;
    misfits.push({ about, expected: formatDimension(expected), got: formatDimension(got) });
    const name = unitFactor(flat, divideDimensions(expected, got));
    return { kind: "multiply", left: expression, right: { kind: "name", name } };
  };
  for (const variable of [...flat.variables.values()]) {
    const { rate, expression, dimension } = variable;
    if (rate !== undefined) {
      variable.rate = fit(variable, rate, divideDimensions(dimension, time));
    }
    if (expression !== undefined) variable.expression = fit(variable, expression, dimension);
  }
  return misfits;
}

/** Sums and conditionals of zeros have any dimension. */
function isZero(e: Expression): boolean {
  if (e.kind === "number") return e.value === 0;
  if (e.kind === "select") return isZero(e.then) && isZero(e.otherwise);
  if (e.kind === "negate") return isZero(e.of);
  return (e.kind === "add" || e.kind === "subtract") && isZero(e.left) && isZero(e.right);
}

function unitFactor(flat: Flat, dimension: Dimension): string {
  const value = quantityOf(1, dimension);
  for (const { name, about, value: own } of flat.variables.values()) {
    if (about === oneUnit && own !== undefined && sameDimension(own.dimension, dimension)) {
      return name;
    }
  }
  const name = freeName(flat, "one_unit");
  const role = "parameter" as const;
  flat.variables.set(name, { name, role, dimension, about: oneUnit, node: flat.root, value });
  return name;
}

const oneUnit = "one SI unit, to fix the inconsistent dimensions of an equation";
