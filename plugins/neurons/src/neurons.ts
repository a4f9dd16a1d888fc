import type { NeuronRecord } from "@spikeloom/kernel";
import { adex } from "./adex.ts";
import { adexCondAlpha } from "./adex-cond-alpha.ts";
import { adexCondBeta } from "./adex-cond-beta.ts";
import { adexCondExp } from "./adex-cond-exp.ts";
import { eif } from "./eif.ts";
import { gamma } from "./gamma.ts";
import { gifCondExp } from "./gif-cond-exp.ts";
import { hodgkinHuxley } from "./hodgkin-huxley.ts";
import { ifDelta } from "./if-delta.ts";
import { inhomogeneousGammaSource } from "./inhomogeneous-gamma.ts";
import { izhikevich } from "./izhikevich.ts";
import { izhikevich2003 } from "./izhikevich-2003.ts";
import { izhikevich2003Network } from "./izhikevich-2003-network.ts";
import { lif } from "./lif.ts";
import { lifCondAlpha } from "./lif-cond-alpha.ts";
import { lifCondBeta } from "./lif-cond-beta.ts";
import { lifCondExp } from "./lif-cond-exp.ts";
import { lifCondExpAdaptiveThreshold } from "./lif-cond-exp-adaptive-threshold.ts";
import { lifCondExpNmda } from "./lif-cond-exp-nmda.ts";
import { lifCondExpSfaRr } from "./lif-cond-exp-sfa-rr.ts";
import { lifCurrAlpha } from "./lif-curr-alpha.ts";
import { lifCurrExp } from "./lif-curr-exp.ts";
import { lifDelta } from "./lif-delta.ts";
import { mat2CurrExp } from "./mat2-curr-exp.ts";
import { poisson } from "./poisson.ts";
import { poissonRefractory } from "./poisson-refractory.ts";
import { poissonSine } from "./poisson-sine.ts";
import { qif } from "./qif.ts";
import { spikeArray } from "./spike-array.ts";
import { spikeResponseModel } from "./spike-response-model.ts";
import { traubMilesCobahh } from "./traub-miles-cobahh.ts";
import { traubMilesCondExp } from "./traub-miles-cond-exp.ts";

/**
 * All models and sources of this package.
 *
 * Models with several forms are listed in their default form.
 */
export const neurons: readonly NeuronRecord[] = [
  adex,
  adexCondAlpha,
  adexCondBeta,
  adexCondExp,
  eif,
  gamma,
  gifCondExp,
  hodgkinHuxley,
  ifDelta,
  inhomogeneousGammaSource,
  izhikevich,
  izhikevich2003,
  izhikevich2003Network,
  lif,
  lifCondAlpha,
  lifCondBeta,
  lifCondExp,
  lifCondExpNmda,
  lifCondExpAdaptiveThreshold,
  lifCondExpSfaRr,
  lifCurrAlpha,
  lifCurrExp,
  lifDelta,
  mat2CurrExp,
  poisson,
  poissonRefractory,
  poissonSine,
  qif,
  spikeArray,
  spikeResponseModel,
  traubMilesCobahh,
  traubMilesCondExp,
];
