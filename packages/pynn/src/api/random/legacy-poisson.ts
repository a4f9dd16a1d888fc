import { roundedExp } from "./rounded-functions.ts";

const REJECTION_FROM = 10;

/** Draw a Poisson count: by products below a mean of 10, by Hoermann's PTRS from there on. */
export function legacyPoisson(uniform: () => number, lambda: number): number {
  if (lambda === 0) return 0;
  return lambda >= REJECTION_FROM ? ptrs(uniform, lambda) : byProducts(uniform, lambda);
}

function byProducts(uniform: () => number, lambda: number): number {
  const least = roundedExp(-lambda);
  let product = uniform();
  let count = 0;
  while (product > least) {
    count++;
    product *= uniform();
  }
  return count;
}

// Hoermann 1993, doi:10.1016/0167-6687(93)90997-4: transformed rejection with squeeze.
function ptrs(uniform: () => number, lambda: number): number {
  const b = 0.931 + 2.53 * Math.sqrt(lambda);
  const a = -0.059 + 0.02483 * b;
  const logInverseAlpha = Math.log(1.1239 + 1.1328 / (b - 3.4));
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + lambda + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const left = Math.log(v) + logInverseAlpha - Math.log(a / (us * us) + b);
    if (left <= -lambda + k * Math.log(lambda) - logFactorial(k)) return k;
  }
}

/** log(k!), by Stirling's series from 10 on. */
function logFactorial(k: number): number {
  let shift = 0;
  let x = k + 1;
  for (; x < 10; x++) shift += Math.log(x);
  const z = 1 / (x * x);
  const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z / 1188)))) / x;
  return (x - 0.5) * Math.log(x) - x + 0.9189385332046727 + series - shift;
}
