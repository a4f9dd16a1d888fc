export {
  type AdjointNeurons,
  adjointNeurons,
  type DifferentiatedNeurons,
  differentiatedNeurons,
} from "./adjoint-neurons.ts";
export { weightConversion } from "./converted-weights.ts";
export {
  adjointStep,
  type DifferentiateOptions,
  type Resets,
  spikesSlot,
  tangentStep,
} from "./differentiate-step.ts";
export { dividedByDelay } from "./divided-by-delay.ts";
export { dividedBySign, signNames } from "./divided-by-sign.ts";
export type { FixedPoint, Rounded, Rounding } from "./fixed-point.ts";
export { type JacobianEntry, type JacobianStep, jacobianStep } from "./jacobian-step.ts";
export {
  type ExponentialCurrent,
  type LeakyIntegrator,
  leakyIntegrator,
  type RefuseEquations,
} from "./leaky-integrator.ts";
export { partialsOf, type SlopeOfTruth, type Truths } from "./partials.ts";
export { quantise } from "./quantise.ts";
export { type Quantisation, quantiseStep, type StepFormats } from "./quantise-step.ts";
export {
  type NeuronReplacement,
  type NeuronReplacements,
  type ProjectionReplacement,
  replaceNeurons,
} from "./replace-neurons.ts";
export { type Taps, tapNames, tapped } from "./tapped.ts";
