import type { ParameterRecord } from "@spikeloom/kernel";
import { formatInternal, parseQuantity, toInternal } from "@spikeloom/units";
import { VALUE_RANGE } from "../errors.ts";
import type { SynapseValue } from "../values/synapse-value.ts";

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

/** Reject values outside the bounds that the model sets for a parameter. */
export function checkBounds(
  parameter: ParameterRecord,
  values: number | Float64Array,
  place: string,
  of = "neuron",
): void {
  const { min, max, type } = parameter;
  const { min: low, max: high, exclusive } = parameterBounds(parameter);
  const whole = type === "integer" || type === "boolean";
  const inside = (x: number): boolean =>
    (exclusive
      ? (min === undefined || x > low) && (max === undefined || x < high)
      : x >= low && x <= high) &&
    (!whole || Number.isInteger(x));
  const list = typeof values === "number" ? [values] : values;
  const neuron = list.findIndex((x) => !inside(x));
  if (neuron < 0) return;
  const { dimension } = parseQuantity(parameter.default).unit;
  const where = list.length > 1 ? ` for ${of} ${neuron}` : "";
  const got = `${formatInternal(list[neuron] ?? 0, dimension)}${where}`;
  throw VALUE_RANGE({ place, expected: describeBounds(parameter), got });
}

/** Reject per-synapse values outside a parameter's bounds as they are generated. */
export function guardParameter(
  values: SynapseValue,
  { parameter, place }: { readonly parameter: ParameterRecord; readonly place: string },
): SynapseValue {
  if (values.constant !== undefined) {
    checkBounds(parameter, values.constant, place);
    return values;
  }
  return {
    extent: values.extent,
    fill(row, out): void {
      values.fill(row, out);
      const { length } = row.partners;
      checkBounds(parameter, out.subarray(0, length), place, `row ${row.index}, synapse`);
    },
  };
}

function describeBounds({ min, max, exclusive, type }: ParameterRecord): string {
  const parts = [
    ...(min === undefined ? [] : [`${exclusive ? "above" : "at least"} ${min}`]),
    ...(max === undefined ? [] : [`${exclusive ? "below" : "at most"} ${max}`]),
    ...(type === "integer" || type === "boolean" ? ["whole"] : []),
  ];
  return parts.join(", ");
}
