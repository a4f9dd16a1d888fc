export { adex } from "./adex.ts";
export { adexCondAlpha } from "./adex-cond-alpha.ts";
export { adexCondBeta } from "./adex-cond-beta.ts";
export { adexCondExp } from "./adex-cond-exp.ts";
export { eif } from "./eif.ts";
export { GAMMA_PIECES } from "./errors.ts";
export { gamma } from "./gamma.ts";
export { gifCondExp, gifCondExpWith } from "./gif-cond-exp.ts";
export { hodgkinHuxley } from "./hodgkin-huxley.ts";
export { ifDelta } from "./if-delta.ts";
export {
  type GammaPieces,
  inhomogeneousGamma,
  inhomogeneousGammaSource,
} from "./inhomogeneous-gamma.ts";
export { izhikevich } from "./izhikevich.ts";
export { izhikevich2003 } from "./izhikevich-2003.ts";
export { izhikevich2003Network } from "./izhikevich-2003-network.ts";
export { lif } from "./lif.ts";
export { lifCondAlpha } from "./lif-cond-alpha.ts";
export { lifCondBeta } from "./lif-cond-beta.ts";
export { lifCondExp } from "./lif-cond-exp.ts";
export { lifCondExpAdaptiveThreshold } from "./lif-cond-exp-adaptive-threshold.ts";
export { lifCondExpNmda } from "./lif-cond-exp-nmda.ts";
export { lifCondExpSfaRr } from "./lif-cond-exp-sfa-rr.ts";
export { lifCurrAlpha } from "./lif-curr-alpha.ts";
export { lifCurrExp } from "./lif-curr-exp.ts";
export { lifDelta } from "./lif-delta.ts";
export { mat2CurrExp } from "./mat2-curr-exp.ts";
export { neurons } from "./neurons.ts";
export { type Kinetics, type PointNeuronParts, pointNeuron } from "./point-neuron.ts";
export { poisson } from "./poisson.ts";
export { poissonRefractory } from "./poisson-refractory.ts";
export { poissonSine } from "./poisson-sine.ts";
export { poissonWithRate, type RateText } from "./poisson-with-rate.ts";
export { qif } from "./qif.ts";
export { spikeArray } from "./spike-array.ts";
export { spikeResponseModel } from "./spike-response-model.ts";
export { traubMilesCobahh } from "./traub-miles-cobahh.ts";
export { traubMilesCondExp } from "./traub-miles-cond-exp.ts";
