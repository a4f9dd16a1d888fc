import type { DrawSource } from "./draw-source.ts";
import { exp, log, log1p, logFactorial } from "./elementary.ts";
import { DISTRIBUTION } from "./errors.ts";

type Source = Pick<DrawSource, "uniform" | "uniformOpen">;

const INVERSION_BELOW = 10;
const MAX_TRIALS = 68719476736;

/** Draw the number of successes in n trials: by inversion below n p = 10, by BTRS from there on. */
export function binomial(from: Source, n: number, p: number): number {
  if (!(Number.isInteger(n) && n >= 0 && n <= MAX_TRIALS && p >= 0 && p <= 1)) {
    throw DISTRIBUTION({
      distribution: "binomial",
      expected: "a whole n from 0 to 2^36 and 0 <= p <= 1",
      got: `n = ${n}, p = ${p}`,
    });
  }
  if (p > 0.5) return n - upToHalf(from, n, 1 - p);
  return upToHalf(from, n, p);
}

function upToHalf(from: Source, n: number, p: number): number {
  return n * p < INVERSION_BELOW ? invert(from, n, p) : btrs(from, n, p);
}

function invert(from: Source, n: number, p: number): number {
  const u = from.uniform();
  const odds = p / (1 - p);
  let share = exp(n * log1p(-p));
  let sum = share;
  let k = 0;
  while (u >= sum && k < n) {
    k++;
    share *= ((n - k + 1) / k) * odds;
    const next = sum + share;
    // The terms no longer count: rounding has kept the sum just below u.
    if (next === sum && k > n * p) break;
    sum = next;
  }
  return k;
}

// Hoermann 1993, doi:10.1080/00949659308811496: transformed rejection with squeeze.
function btrs(from: Source, n: number, p: number): number {
  const spread = Math.sqrt(n * p * (1 - p));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * p;
  const centre = n * p + 0.5;
  const squeeze = 0.92 - 4.2 / b;
  const alpha = (2.83 + 5.1 / b) * spread;
  const logOdds = log(p / (1 - p));
  const mode = Math.floor((n + 1) * p);
  const atMode = logFactorial(mode) + logFactorial(n - mode);
  for (;;) {
    const u = from.uniformOpen() - 0.5;
    const v = from.uniformOpen();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + centre);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > n) continue;
    const left = log((v * alpha) / (a / (us * us) + b));
    const ratio = atMode - logFactorial(k) - logFactorial(n - k) + (k - mode) * logOdds;
    if (left <= ratio) return k;
  }
}
