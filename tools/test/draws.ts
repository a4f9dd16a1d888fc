/** How often a drawn test draws: in CI, and under `test --long`. */
export interface Draws {
  readonly ci: number;
  readonly long: number;
}

/** True under `test --long`, which passes it on as `SPIKELOOM_LONG=1`. */
export const long: boolean = process.env["SPIKELOOM_LONG"] === "1";

/** The seed of every drawn test, which each prints when it fails; `FAST_CHECK_SEED` takes another. */
export const drawSeed: number = Number(process.env["FAST_CHECK_SEED"] ?? 20_261_124);

/** Say how often a test draws in this run. */
export function draws(counts: Draws): number {
  return long ? counts.long : counts.ci;
}
