import type { ArrayValue } from "@spikeloom/kernel";
import { valuesFromUnit } from "@spikeloom/simulate";
import { parseUnit, sameDimension, toInternal } from "@spikeloom/units";
import type { Column } from "../session.ts";

/** Units of internal values. */
const internal = ["ms", "mV", "pA", "nS", "pF", "kHz", "um", "Gohm", "mM", "1"] as const;

/** Name the internal unit of this dimension; the same unit if it has no name. */
export function internalUnit(unit: string): string {
  const { dimension } = parseUnit(unit);
  const named = internal.find((one) => sameDimension(parseUnit(one).dimension, dimension));
  return named ?? unit;
}

/**
 * Write a column as a value of a network.
 *
 * Numbers are multiplied as in PyNN's backends (0.3 nA are 0.3 * 1000 pA), both for a single value and for
 * one per neuron, so that both give the same bits.
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
