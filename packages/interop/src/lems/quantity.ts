import {
  type Dimension,
  displayUnits,
  formatInternal,
  parseUnit,
  toInternal,
} from "@spikeloom/units";
import type { LemsDocument } from "./document.ts";
import { LEMS_NAME, LEMS_SHAPE } from "./errors.ts";

/** A LEMS value in SI units, as a quantity text, and its dimension. */
export interface LemsQuantity {
  readonly dimension: Dimension;
  readonly si: number;
  /** Text such as `20 ms`; a plain number if dimensionless. */
  readonly text: string | number;
}

const QUANTITY = /^\s*([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*([A-Za-z_][A-Za-z0-9_]*)?\s*$/;

/** Read a quantity such as `20 ms`, whose unit the document declares. */
export function parseLemsQuantity(
  text: string,
  { document, place }: { readonly document: LemsDocument; readonly place: string },
): LemsQuantity {
  const [, digits, symbol] = QUANTITY.exec(text) ?? [];
  if (digits === undefined) {
    throw LEMS_SHAPE({
      place,
      message: `"${text}" is not a quantity.`,
      expected: "a number and a unit, such as 20 ms",
      got: text,
    });
  }
  if (symbol === undefined) return quantityOf(digits, [0, 0, 0, 0, 0, 0, 0]);
  const unit = document.units.get(symbol);
  if (unit === undefined) {
    throw LEMS_NAME({ place, what: "unit", name: symbol, known: document.units.keys() });
  }
  const dimension = document.dimensions.get(unit.dimension);
  if (dimension === undefined) throw LEMS_NAME({ place, what: "dimension", name: unit.dimension });
  const [mantissa = "0", exponent = "0"] = digits.toLowerCase().split("e");
  const shifted = `${mantissa}e${Number(exponent) + unit.power}`;
  if (unit.scale === 1 && unit.offset === 0) return quantityOf(shifted, dimension);
  return quantityOf(String(Number(shifted) * unit.scale + unit.offset), dimension);
}

/** Format a number in SI units as a quantity. */
export function quantityOf(digits: string | number, dimension: Dimension): LemsQuantity {
  const si = Number(digits);
  if (isPure(dimension)) return { dimension, si, text: si };
  const unit = { symbol: "SI", dimension, exponent: 0, factor: 1 };
  const value = toInternal({ value: si, unit });
  return { dimension, si, text: formatInternal(value, dimension) };
}

/** Return whether a dimension is dimensionless. */
function isPure(dimension: Dimension): boolean {
  return dimension.every((power) => Math.abs(power) < 1e-9);
}

/** Return the most readable unit of a dimension. */
export function unitText(dimension: Dimension): string {
  if (isPure(dimension)) return "1";
  return displayUnits(dimension)[0]?.unit.symbol ?? "1";
}

/** Return the factor from one of our units to SI units. */
export function siFactor(unit: string): number {
  const { exponent, factor } = parseUnit(unit);
  return Number(`1e${exponent}`) * factor;
}
