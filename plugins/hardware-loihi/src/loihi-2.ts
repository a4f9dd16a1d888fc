import type { NeuronRecord } from "@spikeloom/kernel";
import {
  deltaModel,
  deltaName,
  gradedModel,
  gradedName,
  type Loihi2Parts,
  sigmaDeltaModel,
  sigmaDeltaName,
} from "./graded.ts";
import { resonateIzhikevichName, resonateName, resonatorModel } from "./resonator.ts";
import { ternaryModel, ternaryName } from "./ternary.ts";

/** Models of Loihi 2 by name, as a run needs them. */
export const loihi2Models: ReadonlyMap<string, (parts: Loihi2Parts) => NeuronRecord> = new Map<
  string,
  (parts: Loihi2Parts) => NeuronRecord
>([
  [sigmaDeltaName, sigmaDeltaModel],
  [deltaName, deltaModel],
  [gradedName, gradedModel],
  [ternaryName, ternaryModel],
  [resonateName, (parts) => resonatorModel(resonateName, parts)],
  [resonateIzhikevichName, (parts) => resonatorModel(resonateIzhikevichName, parts)],
]);

/** Models whose spikes carry a payload. */
export const gradedModels: ReadonlySet<string> = new Set([
  sigmaDeltaName,
  deltaName,
  gradedName,
  ternaryName,
]);

/** Sigma-delta neuron of Loihi 2. */
export const loihiSigmaDelta: ReturnType<typeof sigmaDeltaModel> = sigmaDeltaModel();
/** Delta encoder of Loihi 2. */
export const loihiDelta: ReturnType<typeof deltaModel> = deltaModel();
/** Neuron of Loihi 2 whose spikes carry its input. */
export const loihiGraded: ReturnType<typeof gradedModel> = gradedModel();
/** Current-based neuron of Loihi 2 with spikes of 1 and -1. */
export const loihiTernary: ReturnType<typeof ternaryModel> = ternaryModel();
/** Resonate-and-fire neuron of Loihi 2. */
export const loihiResonateFire: ReturnType<typeof resonatorModel> = resonatorModel(resonateName);
/** Resonate-and-fire neuron of Loihi 2 with Izhikevich's threshold and reset. */
export const loihiResonateFireIzhikevich: ReturnType<typeof resonatorModel> =
  resonatorModel(resonateIzhikevichName);
