import { binomialThresholds, poissonThresholds } from "@spikeloom/random";
import type { DriveProgram } from "./stimulus-program.ts";

/** Distribution of the counts of a target in a step (`specs/random`, section 5). */
export interface CountLaw {
  /** A count is the number of thresholds that are not above the word of the step. */
  readonly thresholds: Uint32Array;
  /** Number from which the count by the inverted word is subtracted; -1 if the law is not mirrored. */
  readonly mirrored: number;
}

/**
 * Tabulate the distribution of a drive for the mean or chance of a step.
 *
 * Above a chance of 1/2, failures are counted.
 */
export function countLaw(
  { law, sources }: Pick<DriveProgram, "law" | "sources">,
  amount: number,
): CountLaw {
  if (law === "poisson") return { thresholds: poissonThresholds(amount), mirrored: -1 };
  const isMirrored = amount > 0.5;
  const thresholds = binomialThresholds(sources, isMirrored ? 1 - amount : amount);
  return { thresholds, mirrored: isMirrored ? sources : -1 };
}

/** Largest number of events of a target in a step. */
export function mostEvents({ thresholds, mirrored }: CountLaw): number {
  return Math.max(mirrored, thresholds.length);
}
