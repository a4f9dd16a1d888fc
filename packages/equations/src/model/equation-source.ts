import type { OptionNames, ParameterRecord } from "@spikeloom/kernel";
import { formatDimension, formatInternal, parseQuantity, sameDimension } from "@spikeloom/units";
import type { Equation } from "../equation.ts";
import { dimensionMismatch, nameUnknown } from "../errors.ts";
import { evaluateQuantity } from "../evaluate-quantity.ts";
import { EQUATIONS_VALUE } from "./equations-errors.ts";
import { didYouMean } from "./read-expression.ts";
import { attempt, type Reading } from "./reading.ts";

/** Values by name, as passed by a script: `"20 ms"`, `"20*ms"` or a number. */
export type EquationValues = Readonly<Record<string, string | number>>;

/** Fields shared by models defined from equations. */
export interface EquationModel {
  readonly name: string;
  readonly about?: string;
  readonly cite?: readonly string[];
  /** Values of parameters, and of names from outside that the equations read. */
  readonly parameters?: EquationValues;
  /** Initial values of variables: quantities or expressions; zero where none is given. */
  readonly initial?: EquationValues;
}

/** The names of these fields. */
export const equationModelNames: OptionNames<EquationModel> = {
  name: true,
  about: true,
  cite: true,
  parameters: true,
  initial: true,
};

/** Return the record of a parameter; records an error if its value is missing or has the wrong unit. */
export function equationParameter(
  reading: Reading,
  equation: Equation,
  value: string | number | undefined,
): ParameterRecord | undefined {
  const { name, unit } = equation;
  const place = `${reading.place} parameters.${name}`;
  if (value === undefined) {
    reading.errors.push(EQUATIONS_VALUE({ place, name, unit: unit.text }));
    return undefined;
  }
  const record = valueRecord(reading, name, value);
  if (record === undefined) return undefined;
  const { dimension } = parseQuantity(record.default).unit;
  if (!sameDimension(dimension, unit.dimension)) {
    const message = `The value of "${name}" does not have the unit of its equation.`;
    const [expected, got] = [unit.dimension, dimension].map(formatDimension);
    const next = `Give it in ${unit.text}.`;
    const text = String(value);
    reading.errors.push(dimensionMismatch({ text, at: 0, place, message, expected, got, next }));
    return undefined;
  }
  const type = unit.type === "float" ? {} : { type: unit.type };
  return { ...record, about: `in ${unit.text}`, ...type };
}

/** Convert an external value to a record; `20*ms` becomes `20 ms`. */
export function valueRecord(
  reading: Reading,
  name: string,
  value: string | number,
): ParameterRecord | undefined {
  const place = `${reading.place} parameters.${name}`;
  const about = "from outside the equations";
  if (typeof value === "number") {
    return attempt(reading, () => ({ default: parseQuantity(value).value, about }));
  }
  return attempt(reading, () => {
    const quantity = evaluateQuantity(value, { place });
    const isPlain = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*[A-Za-z\u00b5]+\s*$/.test(
      value,
    );
    return {
      default: isPlain ? value.trim() : formatInternal(quantity.value, quantity.dimension),
      about,
    };
  });
}

/** Reject initial values of names that are not variables. */
export function checkInitial(
  reading: Reading,
  initial: EquationValues | undefined,
  known: Iterable<string>,
): void {
  const names = new Set(known);
  for (const [name, value] of Object.entries(initial ?? {})) {
    if (names.has(name)) continue;
    const place = `${reading.place} initial.${name}`;
    const message = `"${name}" is not a variable of the equations.`;
    const next = didYouMean(name, names);
    reading.errors.push(nameUnknown({ text: String(value), at: 0, place, message, next }));
  }
}

/** Describe a variable by its equation, the only information about it. */
export function aboutEquation({ kind, name }: Equation): string {
  return kind === "differential" ? `integrated by d${name}/dt` : `the variable ${name}`;
}

/** Return the unit of an equation's variable as written in records. */
export function equationUnitText({ unit }: Equation): string {
  return unit.type === "float" ? unit.text : "1";
}
