import type { ParameterRecord } from "@spikeloom/kernel";
import { formatInternal, parseQuantity, parseUnit, toInternal } from "@spikeloom/units";
import { VALUE_RANGE } from "../errors.ts";

/** Bounds of a model parameter, in internal units. */
export interface ParameterBounds {
  readonly min: number;
  readonly max: number;
  /** `min` and `max` themselves are not allowed. */
  readonly exclusive: boolean;
}

/** Read the bounds of a parameter; infinite if the model sets none. */
export function parameterBounds({ min, max, exclusive = false }: ParameterRecord): ParameterBounds {
  return {
    min: min === undefined ? Number.NEGATIVE_INFINITY : toInternal(parseQuantity(min)),
    max: max === undefined ? Number.POSITIVE_INFINITY : toInternal(parseQuantity(max)),
    exclusive,
  };
}

/** Bounds of a parameter as data, in internal units, with text for errors. */
export interface ParameterLimits {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** `min` and `max` themselves are not allowed. */
  readonly exclusive: boolean;
  readonly whole: boolean;
  readonly unit: string;
  readonly expected: string;
}

/** Read the bounds of a parameter; undefined if the model sets none. */
export function parameterLimits(parameter: ParameterRecord): ParameterLimits | undefined {
  const { min, max, exclusive = false, type } = parameter;
  const whole = type === "integer" || type === "boolean";
  if (min === undefined && max === undefined && !whole) return undefined;
  const read = (bound: typeof min): number | undefined =>
    bound === undefined ? undefined : toInternal(parseQuantity(bound));
  return {
    min: read(min),
    max: read(max),
    exclusive,
    whole,
    unit: parseQuantity(parameter.default).unit.symbol,
    expected: describeBounds(parameter),
  };
}

/** Reject values outside the bounds that the model sets for a parameter. */
export function checkBounds(
  parameter: ParameterRecord,
  values: number | Float64Array,
  place: string,
): void {
  const limits = parameterLimits(parameter);
  if (limits !== undefined) checkLimits(limits, values, { place, of: "neuron" });
}

/** Reject values outside limits; `of` describes the owner of each value. */
export function checkLimits(
  { min, max, exclusive, whole, unit, expected }: ParameterLimits,
  values: number | Float64Array,
  { place, of }: { readonly place: string; readonly of: string },
): void {
  const inside = (x: number): boolean =>
    (min === undefined || (exclusive ? x > min : x >= min)) &&
    (max === undefined || (exclusive ? x < max : x <= max)) &&
    (!whole || Number.isInteger(x));
  const list = typeof values === "number" ? [values] : values;
  const outside = list.findIndex((x) => !inside(x));
  if (outside < 0) return;
  const where = list.length > 1 ? ` for ${of} ${outside}` : "";
  const got = `${formatInternal(list[outside] ?? 0, parseUnit(unit).dimension)}${where}`;
  throw VALUE_RANGE({ place, expected, got });
}

function describeBounds({ min, max, exclusive, type }: ParameterRecord): string {
  const parts = [
    ...(min === undefined ? [] : [`${exclusive ? "above" : "at least"} ${min}`]),
    ...(max === undefined ? [] : [`${exclusive ? "below" : "at most"} ${max}`]),
    ...(type === "integer" || type === "boolean" ? ["whole"] : []),
  ];
  return parts.join(", ");
}
