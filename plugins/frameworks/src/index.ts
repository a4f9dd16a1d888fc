import type { NeuronRecord } from "@spikeloom/kernel";
import { lavaLif } from "./lava.ts";
import { norseIaf, norseLif, norseLifBox, norseLsnn } from "./norse.ts";
import { sinabsAlif, sinabsIaf, sinabsLif, sinabsLifCurrent, sinabsLifFull } from "./sinabs.ts";
import {
  snntorchAlpha,
  snntorchLeaky,
  snntorchLeakyNone,
  snntorchLeakyZero,
  snntorchSynaptic,
  snntorchSynapticNone,
  snntorchSynapticZero,
} from "./snntorch.ts";
import {
  spikingjellyIf,
  spikingjellyIfSoft,
  spikingjellyLif,
  spikingjellyLifFull,
  spikingjellyLifFullSoft,
  spikingjellyLifSoft,
  spikingjellyPlif,
  spikingjellyPlifSoft,
} from "./spikingjelly.ts";
import { spyxAlif, spyxCubaLif, spyxIf, spyxLif } from "./spyx.ts";

export {
  analog,
  analogIdentity,
  analogQcfs,
  analogRelu,
  analogSigmoid,
  analogTanh,
  analogValues,
} from "./analog.ts";
export { analogLargest } from "./analog-largest.ts";
export {
  lavaLif,
  norseIaf,
  norseLif,
  norseLifBox,
  norseLsnn,
  sinabsAlif,
  sinabsIaf,
  sinabsLif,
  sinabsLifCurrent,
  sinabsLifFull,
  snntorchAlpha,
  snntorchLeaky,
  snntorchLeakyNone,
  snntorchLeakyZero,
  snntorchSynaptic,
  snntorchSynapticNone,
  snntorchSynapticZero,
  spikingjellyIf,
  spikingjellyIfSoft,
  spikingjellyLif,
  spikingjellyLifFull,
  spikingjellyLifFullSoft,
  spikingjellyLifSoft,
  spikingjellyPlif,
  spikingjellyPlifSoft,
  spyxAlif,
  spyxCubaLif,
  spyxIf,
  spyxLif,
};

/** All neurons of this package that reproduce the steps of a framework. */
export const frameworks: readonly NeuronRecord[] = [
  ...[snntorchLeaky, snntorchLeakyZero, snntorchLeakyNone],
  ...[snntorchSynaptic, snntorchSynapticZero, snntorchSynapticNone, snntorchAlpha],
  ...[norseLif, norseLifBox, norseIaf, norseLsnn],
  ...[spikingjellyIf, spikingjellyIfSoft, spikingjellyLif, spikingjellyLifSoft],
  ...[spikingjellyLifFull, spikingjellyLifFullSoft, spikingjellyPlif, spikingjellyPlifSoft],
  ...[sinabsIaf, sinabsLif, sinabsLifFull, sinabsLifCurrent, sinabsAlif],
  ...[spyxIf, spyxLif, spyxCubaLif, spyxAlif],
  lavaLif,
];
