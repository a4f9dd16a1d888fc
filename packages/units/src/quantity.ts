import { QUANTITY_NAN, QUANTITY_SYNTAX } from "./errors.ts";
import { one, type Unit } from "./unit.ts";
import { parseUnit } from "./unit-text.ts";

/** A value with its unit. */
export interface Quantity {
  readonly value: number;
  readonly unit: Unit;
}

const NUMBER = /^[\t ]*([+-]?)(?:(inf)(?![A-Za-z])|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))[\t ]*/;

/**
 * Parse `"20 ms"`, `"-70mV"`, `"1e-3 nA"`, `"inf ms"` or a plain number.
 *
 * A plain number is dimensionless.
 */
export function parseQuantity(input: string | number): Quantity {
  if (typeof input === "number") {
    if (Number.isNaN(input)) throw QUANTITY_NAN({ got: "NaN" });
    return { value: input, unit: one };
  }
  if (typeof input !== "string") {
    throw QUANTITY_SYNTAX({ problem: "A quantity is a text or a number.", text: typeof input });
  }
  const [all, sign, infinite, digits] = NUMBER.exec(input) ?? noNumber(input);
  const size = infinite === undefined ? Number(digits) : Number.POSITIVE_INFINITY;
  if (infinite === undefined && size === Number.POSITIVE_INFINITY) {
    throw QUANTITY_SYNTAX({ problem: "The number is too large for a double.", text: input });
  }
  const unit = all.length === input.length ? one : parseUnit(input, all.length);
  return { value: sign === "-" ? -size : size, unit };
}

/** Print a quantity so that `parseQuantity` restores it bit for bit: `20 ms`. */
export function formatQuantity(quantity: Quantity): string {
  const { value, unit } = quantity;
  if (Number.isNaN(value)) throw QUANTITY_NAN({ got: "NaN" });
  const number = formatNumber(value);
  return unit.symbol === "1" ? number : `${number} ${unit.symbol}`;
}

function formatNumber(value: number): string {
  if (Object.is(value, -0)) return "-0";
  if (!Number.isFinite(value)) return value < 0 ? "-inf" : "inf";
  return String(value);
}

function noNumber(text: string): never {
  if (/^\s*[+-]?nan\b/i.test(text)) throw QUANTITY_NAN({ got: JSON.stringify(text.slice(0, 60)) });
  throw QUANTITY_SYNTAX({ problem: "A quantity must start with a number.", text });
}
