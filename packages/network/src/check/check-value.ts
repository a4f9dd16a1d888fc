import { hostFunctions } from "@spikeloom/equations/functions";
import type { DrawValue, ParameterRecord, Value } from "@spikeloom/kernel";
import { type Dimension, parseUnit } from "@spikeloom/units";
import { VALUE, VALUE_LENGTH } from "../errors.ts";
import { checkBounds } from "../plan/check-bounds.ts";
import { drawSupport, type Support } from "../values/draw.ts";
import { checkFormula } from "../values/formula.ts";
import { readNumbers, readScalar, withPlace } from "../values/scalar.ts";
import { kindOfValue, type ValueKind } from "../values/value-kind.ts";
import { checkDrawnBounds } from "./check-support.ts";
import type { Collector } from "./collect.ts";

/** Requirements for a value. */
export interface ValueCheck {
  readonly unit: string;
  readonly place: string;
  /** Names available to formulas. */
  readonly names: ReadonlyMap<string, Dimension>;
  /** Required length of a list; any by default. */
  readonly length?: number | undefined;
  readonly parameter?: ParameterRecord | undefined;
  /** A further check of the values that are known without a draw, in internal units. */
  readonly numbers?: (values: Float64Array) => void;
  /** A further check of the values that can be drawn. */
  readonly drawn?: (value: DrawValue, support: Support) => void;
}

/**
 * Check a value as far as possible without drawing or computing it.
 *
 * For a draw, the whole support is checked, whatever the seed. Results of formulas and contents of data files are left to the
 * run.
 */
export function checkValue(value: Value, check: ValueCheck, into: Collector): void {
  into.attempt(() => {
    const form = kindOfValue(value, check.place);
    const dimension = withPlace(check.place, () => parseUnit(check.unit)).dimension;
    const run = checks[form.kind] as Check<ValueKind["kind"]>;
    run(form.value as never, { ...check, dimension, into });
  });
}

type Task = ValueCheck & { readonly dimension: Dimension; readonly into: Collector };

type Check<Kind extends ValueKind["kind"]> = (
  value: Extract<ValueKind, { kind: Kind }>["value"],
  task: Task,
) => void;

const checks: { readonly [Kind in ValueKind["kind"]]: Check<Kind> } = {
  scalar: (value, task) => checkNumbers(Float64Array.of(readScalar(value, task)), task),
  list: (value, task) => {
    checkLength(value.length, task);
    const numbers = value.flatMap((entry, k) => {
      const wanted = { ...task, place: `${task.place}[${k}]` };
      return task.into.attempt(() => readScalar(entry, wanted)) ?? [];
    });
    checkNumbers(Float64Array.from(numbers), task);
  },
  array: ({ values, unit }, task) => {
    checkLength(values.length, task);
    checkNumbers(readNumbers(values, unit, task), task);
  },
  data: ({ values, unit }, task) => {
    if (values !== undefined) checkLength(values.length, task);
    checkNumbers(readNumbers(values ?? [], unit, task), task);
  },
  draw: (value, task) => {
    const support = drawSupport(value, { ...task, functions: hostFunctions });
    const { parameter, place, drawn } = task;
    if (parameter !== undefined) checkDrawnBounds(value, support, { parameter, place });
    drawn?.(value, support);
  },
  formula: ({ formula }, task) => {
    const place = `${task.place}.formula`;
    if (typeof formula !== "string") throw VALUE({ place, message: "A formula must be a string." });
    checkFormula(formula, task.names, { ...task, place });
  },
};

function checkLength(got: number, { length, place }: Task): void {
  if (length === undefined || got === length) return;
  throw VALUE_LENGTH({ place, expected: `${length} entries`, got });
}

function checkNumbers(values: Float64Array, { parameter, numbers, place }: Task): void {
  if (parameter !== undefined) checkBounds(parameter, values, place);
  numbers?.(values);
}
