import { shiftDecimal } from "./decimal.ts";
import { type Dimension, sameDimension, settle } from "./dimension.ts";
import { QUANTITY_NAN, QUANTITY_RANGE, UNIT_MISMATCH } from "./errors.ts";
import { formatDimension } from "./format-dimension.ts";
import { formatQuantity, type Quantity } from "./quantity.ts";
import { displayUnits } from "./readable.ts";
import type { Unit } from "./unit.ts";
import { parseUnit } from "./unit-text.ts";

// kg, m, s, A, K, mol, cd. Mass follows from wanting mV: 1e-12 kg (1e-6 m)^2 / ((1e-3 s)^3 1e-12 A).
const BASE_EXPONENTS: Dimension = [-12, -6, -3, -12, 0, -18, 0];

/**
 * Return the power of ten of a dimension's internal unit in SI units.
 *
 * It is -3 for a voltage, whose internal unit is the millivolt.
 */
export function internalScale(dimension: Dimension): { exponent: number } {
  const exponent = dimension.reduce((sum, own, i) => sum + own * (BASE_EXPONENTS[i] ?? 0), 0);
  return { exponent: settle(exponent) };
}

/** Convert to SI base units. */
export function toSI(quantity: Quantity): number {
  return convert(quantity, 0, "SI");
}

/**
 * Convert to the units of simulations: ms, mV, pA, nS, pF, Gohm, kHz, um, mM.
 *
 * Exact for powers of ten, in the sense that the decimal text is shifted and rounded once.
 */
export function toInternal(quantity: Quantity): number {
  return convert(quantity, internalScale(quantity.unit.dimension).exponent, "internal units");
}

/**
 * Convert an internal value to a quantity in `unit` or a readable unit.
 *
 * Without `unit`, `toInternal` of the result returns the same bits.
 */
export function fromInternal(value: number, dimension: Dimension, unit?: string): Quantity {
  if (Number.isNaN(value)) throw QUANTITY_NAN({ got: "NaN" });
  if (unit === undefined) return readable(value, dimension);
  const wanted = parseUnit(unit);
  if (!sameDimension(wanted.dimension, dimension)) {
    throw UNIT_MISMATCH({
      expected: formatDimension(dimension),
      got: formatDimension(wanted.dimension),
      unit,
    });
  }
  return express(value, wanted);
}

/** Print an internal value in a readable unit: 0.1 of a resistance is `100 Mohm`. */
export function formatInternal(value: number, dimension: Dimension): string {
  return formatQuantity(fromInternal(value, dimension));
}

function readable(value: number, dimension: Dimension): Quantity {
  const units = displayUnits(dimension);
  for (const { unit, least, most } of units) {
    const quantity = { value: shiftTo(value, unit), unit };
    const size = Math.abs(quantity.value);
    const fits = (size >= least && size < most) || value === 0 || size === Number.POSITIVE_INFINITY;
    if (fits && toInternalOrNaN(quantity) === value) return quantity;
  }
  // The last unit is the internal one, which needs no shift.
  const last = units[units.length - 1];
  return { value, unit: last === undefined ? parseUnit("1") : last.unit };
}

function shiftTo(value: number, unit: Unit): number {
  return shiftDecimal(value, internalScale(unit.dimension).exponent - unit.exponent) / unit.factor;
}

function toInternalOrNaN(quantity: Quantity): number {
  const { unit, value } = quantity;
  const scale = internalScale(unit.dimension).exponent;
  return shiftDecimal(value * unit.factor, unit.exponent - scale);
}

function express(value: number, unit: Unit): Quantity {
  const shifted = shiftTo(value, unit);
  if (Number.isFinite(value) && !Number.isFinite(shifted)) {
    throw QUANTITY_RANGE({ quantity: `${value} (internal)`, unit: unit.symbol });
  }
  return { value: shifted, unit };
}

function convert(quantity: Quantity, exponent: number, name: string): number {
  const { value, unit } = quantity;
  if (Number.isNaN(value)) throw QUANTITY_NAN({ got: "NaN" });
  const converted = shiftDecimal(value * unit.factor, unit.exponent - exponent);
  if (Number.isFinite(value) && !Number.isFinite(converted)) {
    throw QUANTITY_RANGE({ quantity: formatQuantity(quantity), unit: name });
  }
  return converted;
}
