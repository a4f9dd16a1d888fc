import { countTo } from "../count-to.ts";
import { legacyBinomial } from "./legacy-binomial.ts";
import { legacyPoisson } from "./legacy-poisson.ts";
import { legacyVonmises } from "./legacy-vonmises.ts";
import { type Twister, twister } from "./mersenne-twister.ts";
import type { Draws } from "./rng.ts";
import { roundedExp, roundedLog, roundedPower } from "./rounded-functions.ts";

/** Draws of a generator that can be copied in its current state. */
export interface LegacyDraws extends Draws {
  copy(): LegacyDraws;
}

/** Draw like NumPy's `RandomState` of that seed. */
export function legacyDraws(seed: number): LegacyDraws {
  return goOn(twister(seed), undefined);
}

function goOn(words: Twister, second: number | undefined): LegacyDraws {
  // The polar method produces two normal values; the second one is returned by the next call.
  let waiting = second;
  function normal(): number {
    if (waiting !== undefined) {
      const kept = waiting;
      waiting = undefined;
      return kept;
    }
    for (;;) {
      const x = 2 * words.double() - 1;
      const y = 2 * words.double() - 1;
      const square = x * x + y * y;
      if (square >= 1 || square === 0) continue;
      const factor = Math.sqrt((-2 * roundedLog(square)) / square);
      waiting = factor * x;
      return factor * y;
    }
  }
  const draws: LegacyDraws = {
    uniform: words.double,
    below: (n) => words.upTo(n - 1),
    normal,
    exponential: () => -roundedLog(1 - words.double()),
    gamma: (shape) => gamma(draws, shape),
    poisson: (lambda) => legacyPoisson(words.double, lambda),
    binomial: (n, p) => legacyBinomial(words.double, n, p),
    vonmises: (mu, kappa) => legacyVonmises(words.double, mu, kappa),
    lognormal: (mu, sigma) => roundedExp(mu + sigma * normal()),
    permutation: (n) => permutation(words, n),
    distinct: (below, count) => permutation(words, below).slice(0, count),
    copy: () => goOn(words.copy(), waiting),
  };
  return draws;
}

/** Shuffle from the top (Durstenfeld 1964, doi:10.1145/364520.364540). */
function permutation(words: Twister, n: number): Uint32Array {
  const order = countTo(n);
  for (let k = n - 1; k > 0; k--) {
    const other = words.upTo(k);
    const moved = order[k] as number;
    order[k] = order[other] as number;
    order[other] = moved;
  }
  return order;
}

// Marsaglia & Tsang 2000, doi:10.1145/358407.358414; below 1 Ahrens & Dieter 1974, doi:10.1007/BF02293108.
function gamma(draws: Draws, shape: number): number {
  if (shape === 0) return 0;
  if (shape === 1) return draws.exponential();
  return shape < 1 ? gammaBelowOne(draws, shape) : gammaFromOne(draws, shape);
}

function gammaBelowOne(draws: Draws, shape: number): number {
  for (;;) {
    const u = draws.uniform();
    const v = draws.exponential();
    if (u <= 1 - shape) {
      const x = roundedPower(u, 1 / shape);
      if (x <= v) return x;
    } else {
      const y = -roundedLog((1 - u) / shape);
      const x = roundedPower(1 - shape + shape * y, 1 / shape);
      if (x <= v + y) return x;
    }
  }
}

function gammaFromOne(draws: Draws, shape: number): number {
  const b = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * b);
  for (;;) {
    const x = draws.normal();
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    const u = draws.uniform();
    if (u < 1 - 0.0331 * (x * x) * (x * x)) return b * v;
    if (roundedLog(u) < 0.5 * x * x + b * (1 - v + roundedLog(v))) return b * v;
  }
}
