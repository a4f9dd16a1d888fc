import type { ArrayValue } from "@spikeloom/kernel";
import { valuesFromUnit } from "@spikeloom/simulate";
import { parseUnit, sameDimension, toInternal } from "@spikeloom/units";
import type { Column } from "../session.ts";

/** Units that numbers are computed in. */
const internal = ["ms", "mV", "pA", "nS", "pF", "kHz", "um", "Gohm", "mM", "1"] as const;

/** Name the unit that numbers of this dimension are computed in; the same unit where it has no name. */
export function internalUnit(unit: string): string {
  const { dimension } = parseUnit(unit);
  const named = internal.find((one) => sameDimension(parseUnit(one).dimension, dimension));
  return named ?? unit;
}

/**
 * Write a column as a value of a network.
 *
 * Numbers are multiplied as PyNN's backends do it (0.3 nA are 0.3 * 1000 pA), whether there is one for
 * all or one for each, so that it makes no difference which.
 */
export function networkValue(column: Column, unit: string): string | number | ArrayValue {
  const own = internalUnit(unit);
  const scaled = (values: Float64Array): Float64Array =>
    own === unit ? values : valuesFromUnit(values, unit);
  if (typeof column !== "number") return { values: scaled(column), unit: own };
  if (unit === "1") return column;
  const [number = column] = scaled(Float64Array.of(column));
  const isSame = toInternal({ value: column, unit: parseUnit(unit) }) === number;
  return isSame ? textOf(column, unit) : textOf(number, own);
}

function textOf(value: number, unit: string): string {
  const text = Number.isFinite(value) ? String(value) : value > 0 ? "inf" : "-inf";
  return `${text} ${unit}`;
}
