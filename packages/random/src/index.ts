export { binomialCdf, binomialThresholds } from "./binomial-table.ts";
export type { BulkRandom, GapDraws, WordPlace } from "./bulk.ts";
export { DISTRIBUTION, RANDOM_INDEX, SEED, STREAM_EXHAUSTED } from "./errors.ts";
export { fillNormal, fillPoisson, fillUint32, fillUniform, type Series } from "./fill.ts";
export { type GapEvents, type GapTrains, startGaps, takeGaps } from "./gaps.ts";
export {
  type BinomialLaws,
  type CountLaws,
  fillBinomialEach,
  fillPoissonEach,
  setBinomialLaws,
  setPoissonLaws,
} from "./inverse-counts.ts";
export { fnv1a64, type Key, streamKey } from "./key.ts";
export { normalQuantile, quantileCoefficients, type Rational } from "./normal-quantile.ts";
export {
  type Permutation,
  permutationBits,
  permutationRounds,
  permuted,
} from "./permutation.ts";
export { poissonCdf, poissonThresholds } from "./poisson-table.ts";
export { shuffled } from "./shuffled.ts";
export { type Stream, type StreamOptions, stream, uniformOf, uniformOpenOf } from "./stream.ts";
