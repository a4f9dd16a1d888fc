import type { PopulationRecord } from "@spikeloom/kernel";
import type { LayerReader } from "./layer-reader.ts";

/** Neurons of a layer: their model, and whether their spikes carry payloads. */
export interface LayerNeuron {
  readonly model: string;
  readonly parameters: NonNullable<PopulationRecord["parameters"]>;
  readonly isGraded: boolean;
  /** Whether the layer sends its sum in each step. */
  readonly isSigma: boolean;
}

/** Exponent of the biases of current-based neurons in netx. */
export const biasExponent = 6;

/** Bits of the state that a spike of a sigma-delta neuron does not carry. */
export const stateExponent = 6;

const mostMantissa = 131071;

/** Read the neurons of a layer. */
export function layerNeuron(
  layer: LayerReader,
  { isInput, spikeExponent }: { readonly isInput: boolean; readonly spikeExponent: number },
): LayerNeuron {
  const type = layer.text("neuron/type");
  if (type === "LOIHI" || type === "CUBA") {
    if (layer.has("neuron/messageBits")) layer.integer("neuron/messageBits", { least: 0, most: 0 });
    if (layer.has("neuron/refDelay")) layer.integer("neuron/refDelay", { least: 1, most: 1 });
    return {
      model: "loihi-cuba",
      parameters: {
        du: layer.integer("neuron/iDecay", { least: 1, most: 4096 }) - 1,
        dv: layer.integer("neuron/vDecay", { least: 0, most: 4095 }),
        v_threshold: layer.integer("neuron/vThMant", { least: 0, most: mostMantissa }),
      },
      isGraded: false,
      isSigma: false,
    };
  }
  if (type !== "SDNN") layer.refuse("neuron/type", "CUBA, LOIHI or SDNN", type);
  const isSigma = !isInput && layer.has("neuron/sigma_output");
  return {
    model: isInput ? "loihi-delta" : "loihi-sigma-delta",
    parameters: {
      v_threshold: isSigma ? 0 : layer.integer("neuron/vThMant", { least: 0, most: mostMantissa }),
      spike_exp: spikeExponent,
      state_exp: stateExponent,
    },
    isGraded: true,
    isSigma,
  };
}
