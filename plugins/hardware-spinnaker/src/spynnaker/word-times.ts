import {
  type CurrentFactors,
  currentFactors,
  decayFactor,
  encoded,
  quotient,
} from "../constants.ts";

// The chip computes its constants from times and a capacitance in s16.15. These functions invert that: they find words from
// which it computes given constants, or the closest ones. All steps are monotone in the time.

/** Word of a time constant and a capacitance, and the constants that the chip computes from them. */
export interface MembraneWords {
  readonly tau: number;
  readonly capacitance: number;
  readonly e: number;
  readonly r: number;
}

/** Find words from which the chip computes a decay factor and a resistance; the closest if there are none. */
export function membraneWords(
  wanted: { readonly e: number; readonly r: number },
  dt: number,
): MembraneWords {
  const tick = tickWord(dt);
  const decay = (tau: number): number => decayFactor(quotient(tick, tau)).accum;
  const from = leastWord((tau) => decay(tau) >= wanted.e);
  const until = leastWord((tau) => decay(tau) > wanted.e);
  const found = (tau: number): MembraneWords => {
    // The largest capacitance whose quotient is at least r, and the smallest one whose quotient is at most r.
    const exact = Number((BigInt(tau) << 15n) / BigInt(Math.max(wanted.r, 1)));
    const capacitances = [exact, exact + 1].map((one) => Math.min(Math.max(one, 1), mostWord - 1));
    const all = capacitances.map((capacitance) => {
      return { tau, capacitance, e: decay(tau), r: quotient(tau, capacitance) };
    });
    return all.reduce((best, one) =>
      errorOf(one.r, wanted.r) < errorOf(best.r, wanted.r) ? one : best,
    );
  };
  let best = found(Math.min(from, mostWord - 1));
  for (let tau = from + 1; tau < until && best.r !== wanted.r; tau++) {
    const next = found(tau);
    if (errorOf(next.r, wanted.r) < errorOf(best.r, wanted.r)) best = next;
  }
  return best;
}

/** Word of the time constant of a current, and the factors that the chip computes from it. */
export interface CurrentWord extends CurrentFactors {
  readonly tau: number;
}

/** Find the word from which the chip computes the factors of a current; the closest if there is none. */
export function currentWord(wanted: CurrentFactors, dt: number): CurrentWord {
  const tick = tickWord(dt);
  const found = (tau: number): CurrentWord => ({ tau, ...currentFactors(tau, tick) });
  // Beyond, the quotient of the tick and the time is 0, and so is the stored factor.
  const most = Math.min(tick * 2 ** 15 + 1, mostWord);
  const from = leastWord((tau) => found(tau).decay >= wanted.decay, most);
  const until = leastWord((tau) => found(tau).decay > wanted.decay, most);
  const isReached = (tau: number) =>
    tau >= until || (tau >= from && found(tau).init >= wanted.init);
  const near = leastWord(isReached, most);
  const error = (one: CurrentWord): number =>
    Math.max(errorOf(one.decay, wanted.decay), errorOf(one.init, wanted.init));
  const candidates = [near, near - 1, from - 1].filter((tau) => tau >= 1 && tau < most).map(found);
  return candidates.reduce((best, one) => (error(one) < error(best) ? one : best));
}

/** Difference of two numbers as a share of the second. */
export function errorOf(got: number, wanted: number): number {
  return Math.abs(got - wanted) / Math.max(Math.abs(wanted), 1);
}

/** Beyond the largest positive word. */
const mostWord = 2 ** 31;

function tickWord(dt: number): number {
  return encoded(dt) ?? Number.NaN;
}

/** Least positive word with a property that all larger ones have, too; `most` if there is none below. */
function leastWord(has: (word: number) => boolean, most = mostWord): number {
  let [below, found] = [0, most];
  while (below + 1 < found) {
    const middle = Math.floor((below + found) / 2);
    if (has(middle)) found = middle;
    else below = middle;
  }
  return found;
}
