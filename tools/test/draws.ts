/** Number of random cases of a test: in CI, and under `test --long`. */
export interface Draws {
  readonly ci: number;
  readonly long: number;
}

/** True under `test --long`, which passes it on as `SPIKELOOM_LONG=1`. */
export const long: boolean = process.env["SPIKELOOM_LONG"] === "1";

/** Seed of every randomised test, printed when one fails; `FAST_CHECK_SEED` overrides it. */
export const drawSeed: number = Number(process.env["FAST_CHECK_SEED"] ?? 20_261_124);

/** Return the number of random cases of a test in this run. */
export function draws(counts: Draws): number {
  return long ? counts.long : counts.ci;
}

/** Draws a whole number from 0 to below a limit. */
export type Draw = (limit: number) => number;

/** Create the draws of one case, the same for the same seed and case (mulberry32). */
export function newDraw(seed: number, which: number): Draw {
  let state = (seed ^ Math.imul(which + 1, 0x9e3779b9)) >>> 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
  };
}
