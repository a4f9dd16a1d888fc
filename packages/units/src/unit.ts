import {
  type Dimension,
  dimensionless,
  multiplyDimensions,
  powerDimension,
  settle,
} from "./dimension.ts";
import { namedUnits, prefixes } from "./names.ts";

/** A unit, equal to `factor * 10^exponent` in SI base units. */
export interface Unit {
  readonly symbol: string;
  readonly dimension: Dimension;
  /** Decimal exponent relative to SI: -3 for mV; fractional only for fractional powers. */
  readonly exponent: number;
  /** 1 except for units that are not powers of ten, such as the minute. */
  readonly factor: number;
}

/** The unit of a pure number. */
export const one: Unit = { symbol: "1", dimension: dimensionless, exponent: 0, factor: 1 };

const units: ReadonlyMap<string, Unit> = new Map(listUnits().map((unit) => [unit.symbol, unit]));

/**
 * Find the unit for a name, or undefined.
 *
 * A name may end in 2 or 3 for the square or cube of the whole prefixed unit: `um2` is (um)^2.
 */
export function findUnit(name: string): Unit | undefined {
  const unit = units.get(name);
  if (unit !== undefined) return unit;
  const power = name.endsWith("2") ? 2 : name.endsWith("3") ? 3 : undefined;
  const base = power && units.get(name.slice(0, -1));
  return base && { ...powerUnit(base, power), symbol: name };
}

/** List all unit names without squares and cubes, both `mV` and `mvolt`. */
export function unitNames(): string[] {
  return [...units.keys()];
}

/** Return the product of two units; the caller sets `symbol`. */
export function multiplyUnits(a: Unit, b: Unit): Unit {
  return {
    symbol: `${a.symbol}*${b.symbol}`,
    dimension: multiplyDimensions(a.dimension, b.dimension),
    exponent: settle(a.exponent + b.exponent),
    factor: a.factor * b.factor,
  };
}

/** Return a power of a unit; a unit with a factor takes integer powers only. */
export function powerUnit(unit: Unit, power: number): Unit {
  return {
    symbol: `(${unit.symbol})^${power}`,
    dimension: powerDimension(unit.dimension, power),
    exponent: settle(unit.exponent * power),
    factor: integerPower(unit.factor, power),
  };
}

// Units with a factor have integer powers only, so a loop is exact for the powers that occur.
function integerPower(factor: number, power: number): number {
  if (factor === 1) return 1;
  let product = 1;
  for (let i = 0; i < Math.abs(power); i++) product *= factor;
  return power < 0 ? 1 / product : product;
}

function listUnits(): Unit[] {
  const list: Unit[] = [];
  for (const { names, dimension, exponent = 0, factor = 1, prefixes: takes } of namedUnits) {
    for (const name of names) {
      list.push({ symbol: name, dimension, exponent, factor });
      if (takes === false) continue;
      for (const [prefix, shift] of prefixes) {
        list.push({ symbol: prefix + name, dimension, exponent: exponent + shift, factor });
      }
    }
  }
  return list;
}
