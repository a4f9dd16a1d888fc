import { type Dimension, dimensionless, divideDimensions, powerDimension } from "./dimension.ts";
import { findUnit } from "./unit.ts";

// In the order of preference; what is missing here (Wb, T, H) reads worse than its products.
const NAMED = ["V", "A", "S", "ohm", "F", "C", "Hz", "J", "N", "Pa", "W"];
const POWERS = [1, -1, 2];
const BASE = ["kg", "m", "s", "A", "K", "mol", "cd"];

type Factor = readonly [name: string, power: number];

/**
 * Print a dimension in SI units, shortest form first: `V/s`, `S/m^2`, `V/s^0.5`, `1`.
 *
 * The text is a unit expression, so `parseUnit` reads it back.
 */
export function formatDimension(dimension: Dimension): string {
  let best = baseFactors(dimension);
  let least = cost(best);
  for (const { name, unit } of named()) {
    for (const power of POWERS) {
      const rest = divideDimensions(dimension, powerDimension(unit, power));
      const factors: Factor[] = [[name, power], ...baseFactors(rest)];
      // Hz stands alone only: "V/s" and "1/s^2" are said so, not V*Hz.
      if (name === "Hz" && (power !== 1 || factors.length > 1)) continue;
      const price = cost(factors);
      if (price < least) [best, least] = [factors, price];
    }
  }
  return formatFactors(best);
}

/** Print a product of powers with one fraction bar: `kg*m^2/(s^3*A)`. */
export function formatFactors(factors: readonly Factor[]): string {
  const above = factors.filter(([, power]) => power > 0).map(formatPower);
  const below = factors.filter(([, power]) => power < 0).map(([n, p]) => formatPower([n, -p]));
  const numerator = above.join("*") || "1";
  if (below.length === 0) return numerator;
  const denominator = below.join("*");
  return `${numerator}/${below.length > 1 ? `(${denominator})` : denominator}`;
}

function formatPower([name, power]: Factor): string {
  return power === 1 ? name : `${name}^${formatExponent(power)}`;
}

// Unit expressions have no scientific notation; a power below 1e-9 counts as 0 anyway.
function formatExponent(power: number): string {
  return String(power).includes("e") ? power.toFixed(20) : String(power);
}

function baseFactors(dimension: Dimension): Factor[] {
  return dimension.flatMap((power, i) =>
    Math.abs(power) > 1e-9 ? [[BASE[i] ?? "", power] as const] : [],
  );
}

// Small powers first, then few factors, then something above the bar: "ohm" before "1/S".
function cost(factors: readonly Factor[]): number {
  const powers = factors.reduce((sum, [, power]) => sum + Math.abs(power), 0);
  const bare = factors.length > 0 && factors.every(([, power]) => power < 0);
  return powers + factors.length / 16 + (bare ? 1 / 32 : 0);
}

function named(): { name: string; unit: Dimension }[] {
  return NAMED.map((name) => ({ name, unit: findUnit(name)?.dimension ?? dimensionless }));
}
