import { hostFunctions } from "@spikeloom/equations/functions";

// The chip computes its constants itself from parameters in s16.15, and its division and exponential do not round to nearest.

const one = 2 ** 15;

/** Encode a number in s16.15, ties to even; undefined if it is out of range. */
export function encoded(value: number): number | undefined {
  const units = value * one;
  const down = Math.floor(units);
  const word = units - down === 0.5 ? 2 * Math.floor((down + 1) / 2) : Math.floor(units + 0.5);
  return word >= -(2 ** 31) && word < 2 ** 31 ? word : undefined;
}

/** Quotient of two positive s16.15 numbers, rounded down; the word keeps its low 32 bits. */
export function quotient(a: number, b: number): number {
  return Number(BigInt.asIntN(32, (BigInt(a) << 15n) / BigInt(b)));
}

/** A function as a simulation computes it, the same on every machine. */
export function computed(name: "exp" | "expm1" | "log", value: number): number {
  return hostFunctions[name]?.(value) ?? Number.NaN;
}

const table = (length: number, entry: (k: number) => number): readonly bigint[] =>
  Array.from({ length }, (_, k) => BigInt(Math.round(2 ** 32 * entry(k))));

/** exp(-k), and 1 - exp(-k/16), as fractions of 2^32. */
const wholes = table(14, (k) => computed("exp", -k));
const sixteenths = table(16, (k) => -computed("expm1", -k / 16));

/** Coefficients of the quadratic for 1 - exp(-x) below 1/16, the constant term first, as fractions of 2^32. */
const quadratic = [5294n, 4293434720n, 2081624032n] as const;

/** Largest magnitude of an argument whose exponential is not 0. */
const mostArgument = 340_695;

/** A fraction of 2^32 times a number; the low half of the number's product is rounded, from 2^31 - 1 on up. */
function scaledBy(value: bigint, factor: bigint): bigint {
  const low = (value & 0xffffffffn) * factor;
  const carried = (low & 0xffffffffn) >= 0x7fffffffn ? 1n : 0n;
  return (low >> 32n) + carried + (value >> 32n) * factor;
}

/** exp(-x) as a fraction of 2^32, x in s16.15: a table of whole numbers, one of sixteenths, and a quadratic. */
function exponential(x: number): bigint {
  const whole = wholes[Math.floor(x / one)] as bigint;
  const part = x % one;
  if (part === 0) return whole;
  let value = whole;
  value -= scaledBy(value, sixteenths[Math.floor(part / 2048)] as bigint);
  const y = BigInt(part % 2048) << 17n;
  const [constant, linear, square] = quadratic;
  const series = (((linear - ((square * y) >> 32n)) * y) >> 32n) + constant;
  return value - scaledBy(value, series);
}

/** Factor of an exponential decay by x (s16.15, not negative) in s16.15, and in u0.32, where a factor of 1 is stored as 0. */
export function decayFactor(x: number): { readonly accum: number; readonly fraction: number } {
  if (x > mostArgument) return { accum: 0, fraction: 0 };
  const value = exponential(x);
  return { accum: Number(value >> 17n), fraction: Number(BigInt.asUintN(32, value)) };
}

/** Factors of a synaptic current in u0.32: of the current in a tick, and of what arrives, which is spread over the tick. */
export interface CurrentFactors {
  readonly decay: number;
  readonly init: number;
}

/** Compute the factors of a current from its time constant and the tick, both in s16.15. */
export function currentFactors(tau: number, tick: number): CurrentFactors {
  const decay = decayFactor(quotient(tick, tau)).fraction;
  const lost = 0xffffffffn - BigInt(decay);
  const init = BigInt.asUintN(32, (BigInt(quotient(tau, tick)) * lost) >> 15n);
  return { decay, init: Number(init) };
}
