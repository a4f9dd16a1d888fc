import { exp, log1p } from "./elementary.ts";
import { DISTRIBUTION } from "./errors.ts";
import { eachBlock, type Series } from "./fill.ts";

const TWO_32 = 4294967296;
// P(X = 0) has to stay a normal double.
const MAX_EXPONENT = 500;

/**
 * Count distributions, one per entity, that turn words into counts.
 *
 * The counts of an entity equal those of its own threshold table, bit for bit.
 */
export interface CountLaws {
  /** P(0). */
  readonly first: Float64Array;
  /** lambda of a Poisson distribution; the odds p / (1 - p) of a binomial one. */
  readonly ratio: Float64Array;
}

/** Binomial distributions with a common number of trials. */
export interface BinomialLaws extends CountLaws {
  readonly trials: number;
  /** -1 if failures are counted because they are rarer than successes; else 0. */
  readonly mirror: Int32Array;
}

/** Write the Poisson distributions of these means, 0 to 500. */
export function setPoissonLaws(means: Float64Array, { first, ratio }: CountLaws): void {
  for (let k = 0; k < means.length; k++) {
    const mean = means[k] as number;
    if (!(mean >= 0 && mean <= MAX_EXPONENT)) {
      const expected = "0 <= lambda <= 500";
      throw DISTRIBUTION({ distribution: "Poisson", expected, got: String(mean) });
    }
    first[k] = exp(-mean);
    ratio[k] = mean;
  }
}

/**
 * Write the binomial distributions of these probabilities, 0 to 1.
 *
 * -n log(1 - q) is at most 500 for n trials, q being the smaller of p and 1 - p.
 */
export function setBinomialLaws(
  chances: Float64Array,
  { first, ratio, mirror, trials }: BinomialLaws,
): void {
  for (let k = 0; k < chances.length; k++) {
    const chance = chances[k] as number;
    const isMirrored = chance > 0.5;
    const rare = isMirrored ? 1 - chance : chance;
    const exponent = trials * log1p(-rare);
    if (!(Number.isInteger(trials) && trials >= 0 && rare >= 0 && exponent >= -MAX_EXPONENT)) {
      const expected =
        "a whole n, 0 <= p <= 1, -n log(1 - p) <= 500 for the smaller of p and 1 - p";
      const got = `n = ${trials}, p = ${chance}`;
      throw DISTRIBUTION({ distribution: "binomial", expected, got });
    }
    first[k] = exp(exponent);
    ratio[k] = rare / (1 - rare);
    mirror[k] = isMirrored ? -1 : 0;
  }
}

/**
 * Fill with Poisson counts, each entity having its own mean.
 *
 * The same as `fillPoisson` with the thresholds of its mean; four steps share one block.
 */
export function fillPoissonEach(series: Series, laws: CountLaws, out: Uint32Array): void {
  const { first, ratio } = laws;
  const lane = series.step % 4;
  eachBlock(series, { size: out.length, share: 4 }, (i, block) => {
    const word = block[lane] as number;
    const lambda = ratio[i] as number;
    let share = first[i] as number;
    let sum = share;
    let count = 0;
    while (word >= Math.floor(sum * TWO_32 + 0.5)) {
      count++;
      share *= lambda / count;
      sum += share;
    }
    out[i] = count;
  });
}

/**
 * Fill with binomial counts, each entity having its own probability.
 *
 * The same as `fillPoisson` with `binomialThresholds` where p is at most 0.5. Above it the failures are counted, using the word
 * with all bits inverted.
 */
export function fillBinomialEach(series: Series, laws: BinomialLaws, out: Uint32Array): void {
  const { first, ratio, mirror, trials } = laws;
  const lane = series.step % 4;
  eachBlock(series, { size: out.length, share: 4 }, (i, block) => {
    const isMirrored = mirror[i] !== 0;
    const word = (isMirrored ? ~(block[lane] as number) : (block[lane] as number)) >>> 0;
    const odds = ratio[i] as number;
    let share = first[i] as number;
    let sum = share;
    let count = 0;
    while (word >= Math.floor(sum * TWO_32 + 0.5)) {
      count++;
      share *= ((trials - count + 1) / count) * odds;
      sum += share;
    }
    out[i] = isMirrored ? trials - count : count;
  });
}
