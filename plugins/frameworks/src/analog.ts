import {
  defineSynapse,
  type NeuronModel,
  type NeuronRecord,
  type SynapseModel,
  type SynapseRecord,
} from "@spikeloom/kernel";
import { analogLargest } from "./analog-largest.ts";
import { frameworkNeuron } from "./framework-neuron.ts";

const bias = { default: 0, about: "constant added to the input" };

/** Define a neuron without time and spikes, a function of its input in the step. */
function analogNeuron<const P extends NeuronRecord["parameters"]>(
  name: string,
  {
    about,
    value,
    parameters,
    cite,
  }: {
    readonly about: string;
    readonly value: string;
    readonly parameters: P;
    readonly cite: readonly string[];
  },
): NeuronModel<P & NeuronRecord["parameters"]> {
  const step = [{ v: value.replace(/\bz\b/g, "(x + bias)") }];
  return frameworkNeuron({ name, about, cite, parameters, step });
}

/** The input itself, as in a dense layer without an activation. */
export const analogIdentity = analogNeuron("analog-identity", {
  about: "Analog neuron: the weighted sum of its inputs.",
  cite: ["isbn:9780262035613"],
  parameters: { bias },
  value: "z",
});

/** `ReLU`. */
export const analogRelu = analogNeuron("analog-relu", {
  about: "Analog neuron: its input if positive, else 0.",
  cite: ["isbn:9780262035613"],
  parameters: { bias },
  value: "max(0, z)",
});

/**
 * Quantised clip-floor-shift, whose values convert to spike counts without loss.
 *
 * Bu et al. 2022, eq. 15; trained with straight-through gradients of the rounding.
 */
export const analogQcfs = analogNeuron("analog-qcfs", {
  about: "Analog neuron with quantised values up to a maximum, shifted by half a step.",
  cite: ["doi:10.48550/arXiv.2303.04347"],
  parameters: {
    bias,
    levels: { default: 8, min: 1, about: "steps above 0" },
    most: { default: 1, min: 0, exclusive: true, about: "the maximum value" },
  },
  value: "most * floor(levels * max(0, min(1, z / most)) + 0.5) / levels",
});

/** `Tanh`. */
export const analogTanh = analogNeuron("analog-tanh", {
  about: "Analog neuron: the hyperbolic tangent of its input.",
  cite: ["isbn:9780262035613"],
  parameters: { bias },
  value: "tanh(z)",
});

/** `Sigmoid`. */
export const analogSigmoid = analogNeuron("analog-sigmoid", {
  about: "Analog neuron: the logistic function of its input.",
  cite: ["isbn:9780262035613"],
  parameters: { bias },
  // Half a tangent, which cannot overflow.
  value: "0.5 + 0.5 * tanh(0.5 * z)",
});

/** Transmits the value of a source in each step. */
export const analogValues: SynapseModel<Record<never, never>> = defineSynapse({
  name: "analog-values",
  about: "Transmits the value of its source in each step, multiplied by its weight.",
  cite: ["isbn:9780262035613"],
  parameters: {},
  weightUnit: "1",
  reads: { v_pre: { of: "pre", variable: "v", unit: "1" } },
  coupling: [{ into: "x_values", value: "weight * v_pre", unit: "1" }],
});

/** All neurons without time and spikes, and the synapse for their values. */
export const analog: readonly (NeuronRecord | SynapseRecord)[] = [
  ...[analogIdentity, analogRelu, analogQcfs, analogTanh, analogSigmoid, analogLargest],
  analogValues,
];
