import {
  loihiCuba,
  loihiDelta,
  loihiGraded,
  loihiGradedSynapse,
  loihiResonateFire,
  loihiResonateFireIzhikevich,
  loihiSigmaDelta,
  loihiSynapse,
  loihiTernary,
} from "@spikeloom/hardware-loihi";
import { spinnakerLif } from "@spikeloom/hardware-spinnaker";
import { trueNorthAxon, trueNorthNeuron, trueNorthSynapse } from "@spikeloom/hardware-truenorth";
import type { PluginRecord } from "@spikeloom/kernel";

/** Neurons and synapses in the integers of chips. */
export const chipModels: readonly PluginRecord[] = [
  loihiCuba,
  loihiSynapse,
  loihiSigmaDelta,
  loihiDelta,
  loihiGraded,
  loihiTernary,
  loihiResonateFire,
  loihiResonateFireIzhikevich,
  loihiGradedSynapse,
  spinnakerLif,
  trueNorthNeuron,
  trueNorthAxon,
  trueNorthSynapse,
];
