import {
  type Assignments,
  defineNeuron,
  type NeuronModel,
  type NeuronRecord,
  type ParameterRecord,
  type SpikeRecord,
} from "@spikeloom/kernel";

/** A neuron of a framework: parameters of its layer, and its step. */
export interface FrameworkNeuron<P extends Readonly<Record<string, ParameterRecord>>> {
  readonly name: string;
  readonly about: string;
  readonly cite: readonly string[];
  readonly parameters: P;
  /** Initial values of dimensionless state besides `v`, which starts at 0 unless listed. */
  readonly state?: Readonly<Record<string, number | string>>;
  /** Updates of a step, in order; `x` is the input. */
  readonly step: readonly Assignments[];
  /** None if it only emits values. */
  readonly spike?: SpikeRecord;
}

const isPlain = { unit: "1" } as const;

/** Create the model of a framework's layer: dimensionless numbers, with weighted spikes and values as input. */
export function frameworkNeuron<const P extends Readonly<Record<string, ParameterRecord>>>(
  neuron: FrameworkNeuron<P>,
): NeuronModel<P & NeuronRecord["parameters"]> {
  const { state = {}, step, ...rest } = neuron;
  const variables = { v: 0, ...state };
  return defineNeuron({
    ...rest,
    receptors: {
      spikes: {
        ...isPlain,
        about: "weighted sum of spikes",
        on: { x_spikes: "x_spikes + weight" },
      },
    },
    inputs: { x_values: { ...isPlain, about: "weighted sum of values" } },
    state: {
      ...Object.fromEntries(
        Object.entries(variables).map(([name, initial]) => [
          name,
          { ...isPlain, initial, about: abouts[name] ?? name },
        ]),
      ),
      x_spikes: { ...isPlain, initial: 0, about: "effect of spikes in this step" },
    },
    step: [...step.map(withInput), { x_spikes: "0" }],
  });
}

function withInput(texts: Assignments): Assignments {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      text.replace(/\bx\b/g, "(x_spikes + x_values)"),
    ]),
  );
}

const abouts: Readonly<Record<string, string>> = {
  v: "membrane potential",
  i_syn: "synaptic current",
  b: "threshold adaptation",
  owed: "amount that the reset subtracts in the next step",
  kept: "0 in the step after a spike, else 1",
};
