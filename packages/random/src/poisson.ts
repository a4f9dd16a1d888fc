import type { DrawSource } from "./draw-source.ts";
import { exp, log, logFactorial } from "./elementary.ts";
import { DISTRIBUTION } from "./errors.ts";

const INVERSION_BELOW = 30;
const MAX_LAMBDA = 2147483648;

/** Draw a Poisson count: by inversion below lambda = 30, by PTRS from there on. */
export function poisson(from: Pick<DrawSource, "uniform" | "uniformOpen">, lambda: number): number {
  if (!(lambda >= 0 && lambda <= MAX_LAMBDA)) {
    throw DISTRIBUTION({
      distribution: "Poisson",
      expected: "0 <= lambda <= 2^31",
      got: String(lambda),
    });
  }
  return lambda < INVERSION_BELOW ? invert(from, lambda) : ptrs(from, lambda);
}

function invert(from: Pick<DrawSource, "uniform">, lambda: number): number {
  const u = from.uniform();
  let share = exp(-lambda);
  let sum = share;
  let k = 0;
  while (u >= sum) {
    k++;
    share *= lambda / k;
    const next = sum + share;
    // The terms no longer count: rounding has kept the sum just below u.
    if (next === sum && k > lambda) break;
    sum = next;
  }
  return k;
}

// Hoermann 1993, doi:10.1016/0167-6687(93)90997-4: transformed rejection with squeeze.
function ptrs(from: Pick<DrawSource, "uniformOpen">, mean: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(mean);
  const a = -0.059 + 0.02483 * b;
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  const logMean = log(mean);
  const logInverseAlpha = log(1.1239 + 1.1328 / (b - 3.4));
  for (;;) {
    const u = from.uniformOpen() - 0.5;
    const v = from.uniformOpen();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const left = log(v) + logInverseAlpha - log(a / (us * us) + b);
    if (left <= k * logMean - mean - logFactorial(k)) return k;
  }
}
