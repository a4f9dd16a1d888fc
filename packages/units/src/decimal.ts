import { settle } from "./dimension.ts";

/**
 * Multiply by a power of ten as decimals, rounded once: `shiftDecimal(0.3, 3)` is exactly 300.
 *
 * The value is taken as its shortest decimal text, as JavaScript prints it. A fractional part of `shift` comes from fractional
 * unit powers and costs a few roundings.
 */
export function shiftDecimal(value: number, shift: number): number {
  if (shift === 0 || value === 0 || !Number.isFinite(value)) return value;
  const whole = Math.floor(settle(shift));
  const rest = settle(shift - whole);
  const scaled = rest === 0 ? value : value * fractionalPowerOfTen(rest);
  const [digits = "", exponent = "0"] = String(scaled).split("e");
  return Number(`${digits}e${Number(exponent) + whole}`);
}

/** Compute 10^fraction for a fraction in (0, 1), using only square roots so that bits agree everywhere. */
function fractionalPowerOfTen(fraction: number): number {
  let product = 1;
  let root = 10;
  let rest = fraction;
  while (rest > 0 && root > 1) {
    root = Math.sqrt(root);
    rest *= 2;
    if (rest >= 1) {
      product *= root;
      rest -= 1;
    }
  }
  return product;
}
