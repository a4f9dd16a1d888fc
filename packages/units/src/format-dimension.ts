import {
  type Dimension,
  dimensionless,
  divideDimensions,
  multiplyDimensions,
  powerDimension,
} from "./dimension.ts";
import { findUnit } from "./unit.ts";

// In order of preference; units missing here (Wb, T, H) read worse than their products.
const ELECTRICAL = ["V", "A", "S", "ohm", "F", "C"];
// These stand without A and s only: "J/(K*mol)" reads well, nobody reads "A/J" for 1/(V*s).
const ALONE = ["Hz", "J", "N", "Pa", "W"];
const POWERS = [1, -1, 2, -2];
const BASE = ["kg", "m", "s", "A", "K", "mol", "cd"];

type Factor = readonly [name: string, power: number];

/**
 * Print a dimension in SI units, shortest form first: `V/s`, `S/m^2`, `1`.
 *
 * The text is a unit expression, so `parseUnit` reads it back.
 */
export function formatDimension(dimension: Dimension): string {
  let best = baseFactors(dimension);
  let least = cost(best);
  for (const named of candidates()) {
    const unit = named.reduce(timesNamed, dimensionless);
    const rest = baseFactors(divideDimensions(dimension, unit));
    const [[name = ""] = []] = named;
    const clash = rest.some(([base]) => base === "A" || base === "s" || name === "Hz");
    if (ALONE.includes(name) && clash) continue;
    const factors = [...named, ...rest];
    const price = cost(factors);
    if (price < least) [best, least] = [factors, price];
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

// Small powers first, then few factors, then something above the bar: "ohm" before "1/S", "1/(V*s)" before "S/C".
function cost(factors: readonly Factor[]): number {
  const powers = factors.reduce((sum, [, power]) => sum + Math.abs(power), 0);
  const derived = factors.filter(([name]) => ELECTRICAL.includes(name) && name !== "A");
  const inverse = derived.filter(([, power]) => power < 0);
  const bare = factors.every(([, power]) => power < 0) ? 1 / 32 : 0;
  return powers + (factors.length + derived.length) / 16 + inverse.length / 64 + bare;
}

/** List possible prefixes of base units: one unit to a power, or two electrical ones. */
function candidates(): Factor[][] {
  const alone = ALONE.map((name): Factor[] => [[name, 1]]);
  const powers = ELECTRICAL.flatMap((name) => POWERS.map((power): Factor[] => [[name, power]]));
  const pairs = ELECTRICAL.flatMap((name) =>
    ELECTRICAL.filter((other) => other !== name).map((other): Factor[] => [
      [name, 1],
      [other, -1],
    ]),
  );
  return [...alone, ...powers, ...pairs];
}

function timesNamed(product: Dimension, [name, power]: Factor): Dimension {
  const unit = findUnit(name)?.dimension ?? dimensionless;
  return multiplyDimensions(product, powerDimension(unit, power));
}
