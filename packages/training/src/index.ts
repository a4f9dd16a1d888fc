export { type ChipTrainer, type ChipTrainerOptions, chipTrainer } from "./chips/chip-trainer.ts";
export {
  type ChipSearch,
  type ChipSearchOptions,
  searchWeights,
} from "./chips/search-weights.ts";
export { analogLayers, type TrainedAnalog } from "./convert/analog-layers.ts";
export {
  type ConvertedLayer,
  type ConvertedLayers,
  type ConvertLayersOptions,
  convertLayers,
} from "./convert/convert-layers.ts";
export type { ThresholdRule } from "./convert/thresholds.ts";
export { type RateBounds, rateBounds } from "./costs/rate-bounds.ts";
export { type DelayOptions, type DelayTrainer, delayTrainer } from "./delays/delay-trainer.ts";
export { NOT_TRAINED, TRAINING_OPTION } from "./errors.ts";
export { type EventTrainer, eventTrainer } from "./event-prop/event-trainer.ts";
export { answerOf, assess, labelsIn, rightAnswers, type Score } from "./loop/assess.ts";
export {
  type EncodingOptions,
  encodedExamples,
  firstTime,
  type LabelledValues,
} from "./loop/encoded-examples.ts";
export { type Examples, type LateSpikes, spikeExamples } from "./loop/examples.ts";
export {
  type BatchScore,
  type EpochScore,
  type FitOptions,
  type FitState,
  fit,
} from "./loop/fit.ts";
export { type ValueOptions, valueExamples } from "./loop/value-examples.ts";
export { type WindowOptions, windowedExamples } from "./loop/windowed-examples.ts";
export { crossEntropy } from "./losses/cross-entropy.ts";
export { firstSpikeLoss } from "./losses/first-spike.ts";
export { policyGradient } from "./losses/policy-gradient.ts";
export { squaredError } from "./losses/squared-error.ts";
export { tempotronLoss } from "./losses/tempotron.ts";
export { vanRossum } from "./losses/van-rossum.ts";
export { type Eligibilities, eligibilities, type Signal } from "./online/eligibilities.ts";
export type { GradientMethod, MakeGradientMethod } from "./online/gradient-method.ts";
export { type Jacobians, jacobiansOf } from "./online/jacobians.ts";
export {
  doubleExponential,
  type FindFilter,
  filterInPlace,
  type LinearFilter,
  linearFilter,
} from "./online/linear-filter.ts";
export type { Tape, TapeMatrix } from "./online/tape.ts";
export { type AdamOptions, type AdamWOptions, adam, adamW } from "./optimisers/adam.ts";
export { type AppliedOptimiser, applyOptimiser } from "./optimisers/apply-optimiser.ts";
export { type L2Options, l2 } from "./optimisers/l2.ts";
export { type RmsPropOptions, rmsProp } from "./optimisers/rms-prop.ts";
export { type SgdOptions, sgd } from "./optimisers/sgd.ts";
export { type Directional, forwardMode } from "./oracle/forward-mode.ts";
export {
  type CarriedValues,
  carriedValues,
  computedSpan,
  computedSteps,
} from "./program/computed-steps.ts";
export { type ListedSynapse, synapsesOf } from "./program/dense-weights.ts";
export type { TrainedPopulation } from "./program/trained-population.ts";
export type { TrainedProjection, TrainingProgram } from "./program/training-program.ts";
export { type ReadSteps, readSteps } from "./readout/read-steps.ts";
export { chooseReduction, type Reduction } from "./readout/reductions.ts";
export { readKept, writeKept } from "./run/kept-bytes.ts";
export { checkSpikeBatch, type SpikeBatchLimits } from "./run/load-batch.ts";
export type { RunParts } from "./run/run-parts.ts";
export { makeTrainer, type Trainer, type TrainerOptions } from "./run/trainer.ts";
export type { TrainingRequest } from "./run/training-request.ts";
export type { Kept } from "./run/value-update.ts";
export {
  constantRate,
  cosineRate,
  type Schedule,
  steppedRate,
  warmedRate,
} from "./schedules/schedules.ts";
export { surrogateNames, surrogateOf } from "./surrogates/aliases.ts";
export { type ShapeName, surrogateShapes } from "./surrogates/shapes.ts";
export { type SurrogateOptions, surrogate } from "./surrogates/surrogate.ts";
export { drawWeights, type WeightDraw } from "./weights/draw-weights.ts";
export { largestOfSquares, type SquareOptions } from "./weights/largest-of-squares.ts";
