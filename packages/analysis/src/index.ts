export { binEdges, type CountOptions, countInBins } from "./bins.ts";
export { type Correlogram, type CorrelogramOptions, correlogram } from "./correlogram.ts";
export {
  type CorrelationOptions,
  type CountCorrelation,
  pairCorrelations,
  spikeCountCorrelation,
} from "./count-correlation.ts";
export { distanceMatrix } from "./distances/distance-matrix.ts";
export { isiDistance } from "./distances/isi-distance.ts";
export { spikeDistance } from "./distances/spike-distance.ts";
export { type VanRossumOptions, vanRossumDistance } from "./distances/van-rossum.ts";
export { type VictorPurpuraOptions, victorPurpuraDistance } from "./distances/victor-purpura.ts";
export {
  type Bins,
  type Distribution,
  distributionOf,
  ksDistance,
  poolDistributions,
} from "./distribution.ts";
export {
  type DominantFrequency,
  dominantFrequency,
  type FrequencyOptions,
} from "./dominant-frequency.ts";
export { fanoFactor, neuronFanoFactors } from "./fano-factor.ts";
export { fourierTransform } from "./fourier-transform.ts";
export {
  averageVariation,
  coefficientOfVariation,
  interSpikeIntervals,
  type MeanOverNeurons,
  meanIntervalVariation,
  type VariationOptions,
} from "./intervals.ts";
export { cv2, localVariation } from "./local-variation.ts";
export { mean, sampleDeviation } from "./mean-deviation.ts";
export { type NeuronTimes, timesByNeuron } from "./neuron-times.ts";
export { type PowerSpectrum, powerSpectrum, type SpectrumOptions } from "./power-spectrum.ts";
export { firingRate, neuronRates, type RateHistogram, rateHistogram } from "./rates.ts";
export { checkSpikes, type SpikeSeries } from "./spike-series.ts";
export { spikeTrains } from "./spike-trains.ts";
export {
  type BinOptions,
  isDivisible,
  type OptionalWindow,
  type Window,
  type WindowOptions,
} from "./window.ts";
