import {
  type Assignments,
  defineNeuron,
  type NeuronModel,
  type NeuronRecord,
  type ParameterRecord,
  type SpikeRecord,
} from "@spikeloom/kernel";

/** A neuron of a framework: what its layer is told, and what it does in a step. */
export interface FrameworkNeuron<P extends Readonly<Record<string, ParameterRecord>>> {
  readonly name: string;
  readonly about: string;
  readonly cite: readonly string[];
  readonly parameters: P;
  /** Initial values of state without unit, besides `v`, which begins at 0 where it is not among them. */
  readonly state?: Readonly<Record<string, number | string>>;
  /** Updates in a step, one after the other; `x` stands for what comes in. */
  readonly step: readonly Assignments[];
  /** None where it hands on values alone. */
  readonly spike?: SpikeRecord;
}

const isPlain = { unit: "1" } as const;

/** Make the model of a framework's layer: numbers without units, and weighted spikes and values as what comes in. */
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
        about: "spikes, weighted and added up",
        on: { x_spikes: "x_spikes + weight" },
      },
    },
    inputs: { x_values: { ...isPlain, about: "values, weighted and added up" } },
    state: {
      ...Object.fromEntries(
        Object.entries(variables).map(([name, initial]) => [
          name,
          { ...isPlain, initial, about: abouts[name] ?? name },
        ]),
      ),
      x_spikes: { ...isPlain, initial: 0, about: "what spikes bring in this step" },
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
  b: "adaptation of the threshold",
  owed: "what the reset takes off in the next step",
  kept: "0 in the step after a spike, else 1",
};
