import {
  type BinomialLaws,
  type CountLaws,
  setBinomialLaws,
  setPoissonLaws,
} from "@spikeloom/random";
import { type Arena, paddedLength } from "../arena.ts";

/** Laws of counts in the memory, one for each target. */
export interface LaidLaws {
  readonly size: number;
  /** Sources of a binomial law; undefined for Poisson. */
  readonly trials: number | undefined;
  readonly first: number;
  readonly ratio: number;
  readonly mirror: number;
}

/** Give laws their memory. */
export function layLaws(
  memory: Arena,
  { size, trials }: { readonly size: number; readonly trials: number | undefined },
): LaidLaws {
  const plane = paddedLength(size) * 4;
  return {
    size,
    trials,
    first: memory.allocate(2 * plane, "fixed"),
    ratio: memory.allocate(2 * plane, "fixed"),
    mirror: trials === undefined ? 0 : memory.allocate(plane, "fixed"),
  };
}

/** Look at Poisson laws in memory. */
export function poissonLawsIn(
  buffer: ArrayBufferLike,
  { first, ratio, size }: LaidLaws,
): CountLaws {
  return {
    first: new Float64Array(buffer, first, size),
    ratio: new Float64Array(buffer, ratio, size),
  };
}

/** Look at binomial laws in memory. */
export function binomialLawsIn(buffer: ArrayBufferLike, laws: LaidLaws): BinomialLaws {
  const { mirror, size, trials = 0 } = laws;
  return { ...poissonLawsIn(buffer, laws), mirror: new Int32Array(buffer, mirror, size), trials };
}

/** Prepare to write laws of given means, or chances. */
export function lawWriter(
  buffer: ArrayBufferLike,
  laws: LaidLaws,
): (amounts: Float64Array) => void {
  // Past the end the distribution function is 1 at once, where compiled code looks too.
  new Float64Array(buffer, laws.first, paddedLength(laws.size)).fill(1);
  if (laws.trials === undefined) {
    const views = poissonLawsIn(buffer, laws);
    return (means) => setPoissonLaws(means, views);
  }
  const views = binomialLawsIn(buffer, laws);
  return (chances) => setBinomialLaws(chances, views);
}
