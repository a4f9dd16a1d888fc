import type { Configured, NetworkRecord, NeuronRecord, PlasticityRecord } from "@spikeloom/kernel";
import { network, oneToOne, population, projection, record } from "@spikeloom/network";
import { spikeArray } from "@spikeloom/neurons";
import { adaptiveNeuron, membraneNeuron } from "./neurons.ts";
import { delayedRule } from "./rule.ts";

/** Spike times in ms that NEST's test pairs. */
export interface Pairing {
  readonly name: string;
  readonly source: readonly number[];
  readonly target: readonly number[];
}

/** Pairs at three frequencies, in both orders. */
export const pairings: readonly Pairing[] = [
  {
    name: "post before pre, 10 Hz",
    source: [29, 129, 229, 329, 429],
    target: [19, 119, 219, 319, 419],
  },
  {
    name: "post before pre, 30 Hz",
    source: [29, 62.3, 95.7, 129, 162.3],
    target: [19, 52.3, 85.7, 119, 152.3],
  },
  {
    name: "post before pre, 50 Hz",
    source: [29, 49, 69, 89, 109],
    target: [19, 39, 59, 79, 99],
  },
  {
    name: "pre before post, 10 Hz",
    source: [129, 229, 329, 429, 529, 629],
    target: [139, 239, 339, 439, 539, 639],
  },
  {
    name: "pre before post, 30 Hz",
    source: [62.3, 95.6, 129, 162.3, 195.6, 229],
    target: [72.3, 105.6, 139, 172.3, 205.6, 239],
  },
  {
    name: "pre before post, 50 Hz",
    source: [49, 69, 89, 109, 129, 149],
    target: [59, 79, 99, 119, 139, 159],
  },
];

/** Differences between the two neurons of the test. */
interface Preparation {
  readonly neuron: NeuronRecord;
  /** Weight of a spike that triggers a spike of the neuron. */
  readonly teaching: number;
  readonly rule: Configured<PlasticityRecord>;
}

/** The neurons that NEST's test uses. */
export const preparations: Readonly<Record<"adex" | "hodgkin-huxley", Preparation>> = {
  adex: {
    neuron: adaptiveNeuron,
    teaching: 80,
    rule: delayedRule({ v_minus: "-70.6 mV", v_plus: "-45.3 mV" }),
  },
  "hodgkin-huxley": {
    neuron: membraneNeuron,
    teaching: 2000,
    rule: delayedRule({ v_minus: "-64.9 mV", v_plus: "-35 mV" }),
  },
};

/** Each pairing at a separate synapse; weights are plain numbers that start at 0.5. */
export function pairingNetwork(name: keyof typeof preparations): NetworkRecord {
  const { neuron, teaching, rule } = preparations[name];
  const source = population(spikeArray, pairings.length, {
    times: pairings.map((pairing) => pairing.source.map((time) => `${time} ms`)),
  });
  const teacher = population(spikeArray, pairings.length, {
    times: pairings.map((pairing) => pairing.target.map((time) => `${time} ms`)),
  });
  const target = population(neuron, pairings.length);
  // NEST has a relay neuron in between: a spike reaches the synapse, which reads the target's state of one step
  // earlier, after 0.1 ms, and the target another 0.1 ms later.
  const each = { connector: oneToOne(), delay: "0.1 ms" };
  return network({
    name: `clopath-2010-${name}`,
    cite: ["doi:10.1038/nn.2479"],
    dt: "0.1 ms",
    duration: "650 ms",
    convention: "nest",
    populations: { source, teacher, target },
    projections: [
      projection(teacher, target, { ...each, receptor: "jump", weight: teaching }),
      projection(source, target, {
        ...each,
        name: "learning",
        receptor: "late",
        weight: 0.5,
        dendritic: 0,
        plasticity: rule,
      }),
    ],
    record: [record(target)],
    recordSynapses: [{ projection: "learning", every: "0.1 ms" }],
  });
}
