import {
  defineNeuron,
  definePlasticity,
  type NetworkRecord,
  type NeuronRecord,
} from "@spikeloom/kernel";

/** Leaky and driven, with a bias; spikes at 15 mV. */
export const leaky: NeuronRecord = defineNeuron({
  name: "leaky",
  about: "Leaky integrator with a threshold.",
  parameters: {
    tau: { default: "10 ms", about: "time constant" },
    bias: { default: "0 mV", about: "resting value" },
  },
  receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
  inputs: { i_inj: { unit: "nA", about: "current" } },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
  dynamics: { v: "(bias - v + i_inj * 10*Mohm) / tau" },
  spike: { when: "v >= 15*mV", reset: { v: "0*mV" }, refractory: { for: "2*ms", hold: ["v"] } },
});

const drawing = defineNeuron({
  name: "drawing",
  about: "Emits spikes at a rate of 500 Hz.",
  parameters: { rate: { default: "500 Hz", about: "mean rate" } },
  source: { process: "renewal", interval: "-log(rand()) / rate" },
});

/** Emits given spikes. */
export const sending: NeuronRecord = defineNeuron({
  name: "sending",
  about: "Emits given spikes.",
  parameters: {},
  source: { process: "times", times: "times" },
});

/** Common fields of a network file. */
export const head = { format: "spikeloom-network", version: 1, dt: "0.1 ms" } as const;

/** Fifty spontaneously firing neurons, with individual weights and delays. */
export const busyNetwork: NetworkRecord = {
  ...head,
  populations: {
    e: {
      model: leaky,
      size: 50,
      parameters: {
        tau: { draw: "uniform", low: "8 ms", high: "12 ms" },
        bias: { draw: "uniform", low: "14 mV", high: "22 mV" },
      },
    },
  },
  projections: [
    {
      from: "e",
      to: "e",
      connector: { kind: "fixed-probability", p: 0.2 },
      weight: { draw: "normal", mean: "1 mV", sd: "0.5 mV" },
      delay: { draw: "uniform", low: "0.1 ms", high: "4 ms" },
    },
  ],
  record: [
    { population: "e", variables: ["spikes"] },
    {
      population: "e",
      variables: ["v"],
      neurons: { from: 2, until: 5 },
      every: "2 ms",
      from: "10 ms",
      until: "20 ms",
    },
  ],
};

/** Number and digest of its spikes in 30 ms with seed 5, in double precision. */
export const busySpikes = "112 f7fef06da78fd7af";

/** The same with random stimuli. */
const stimulated: NetworkRecord = {
  ...busyNetwork,
  stimuli: [
    { kind: "poisson", into: "e", rate: "1 kHz", count: 2, weight: "0.8 mV" },
    { kind: "noise", into: "e", mean: "0.2 nA", sd: "0.3 nA", every: "1 ms" },
  ],
};

/** The same, driven by random spike sources. */
const besieged: NetworkRecord = {
  ...busyNetwork,
  populations: {
    ...busyNetwork.populations,
    s: { model: drawing, size: 20 },
  },
  projections: [
    ...(busyNetwork.projections ?? []),
    {
      from: "s",
      to: "e",
      connector: { kind: "fixed-indegree", n: 4 },
      weight: "0.8 mV",
      delay: "1 ms",
    },
  ],
};

/** Networks with random elements, by description. */
export const drawnNetworks: readonly (readonly [what: string, network: NetworkRecord])[] = [
  ["of random neurons and synapses", busyNetwork],
  ["with random stimuli", stimulated],
  ["driven by random sources", besieged],
];

/** More neurons and synapses than fit in any memory. */
export const boundless: NetworkRecord = {
  ...busyNetwork,
  populations: { e: { model: leaky, size: 1_000_000_000 } },
};

/** One spike relayed from population to population, every 1.5 ms. */
export const chain: NetworkRecord = {
  ...head,
  convention: "nest",
  populations: {
    a: { model: sending, size: 1, times: [["1 ms"]] },
    b: { model: leaky, size: 1 },
    c: { model: leaky, size: 1 },
  },
  projections: [
    ["a", "b"],
    ["b", "c"],
  ].map(([from = "", to = ""]) => ({
    from,
    to,
    connector: { kind: "one-to-one" },
    weight: "20 mV",
    delay: "1.5 ms",
  })),
  record: ["a", "b", "c"].map((population) => ({ population, variables: ["spikes"] })),
};

/** The same without sources: the first neuron starts above its threshold. */
export const plainChain: NetworkRecord = {
  ...chain,
  populations: {
    a: { model: leaky, size: 1, initial: { v: "20 mV" } },
    b: { model: leaky, size: 1 },
    c: { model: leaky, size: 1 },
  },
};

const doubling = defineNeuron({
  name: "doubling",
  about: "Grows without bound; stores the time of an event that never happens.",
  parameters: {},
  state: {
    v: { initial: 1, unit: "1", about: "what grows" },
    last: { initial: "-inf * ms", unit: "ms", about: "time of the last spike" },
  },
  step: [{ v: "v * 100" }],
});

/** Values that overflow from step 155 on, and for the second neuron from step 153 on. */
export const divergent: NetworkRecord = {
  ...head,
  populations: { n: { model: doubling, size: 2, initial: { v: { values: [1, 1e4] } } } },
};

/** The same with recorders. */
export const recordedDivergent: NetworkRecord = {
  ...divergent,
  record: [{ population: "n", variables: ["v", "last"] }],
};

const doublingInTime = defineNeuron({
  name: "doubling",
  about: "Grows without bound, by a factor of 100 in 0.1 ms.",
  parameters: {},
  state: {
    v: { initial: 1, unit: "1", about: "what grows" },
    last: { initial: "-inf * ms", unit: "ms", about: "time of the last spike" },
  },
  dynamics: { v: "v * log(100) / (0.1*ms)" },
});

/** The same growth in continuous time. */
export const growing: NetworkRecord = {
  ...head,
  populations: { n: { model: doublingInTime, size: 2, initial: { v: { values: [1, 1e4] } } } },
};

/** The same with recorders. */
export const recordedGrowing: NetworkRecord = {
  ...growing,
  record: [{ population: "n", variables: ["v", "last"] }],
};

/** A weight that a rule divides by zero at the third presynaptic spike. */
export const brokenWeight: NetworkRecord = {
  ...head,
  populations: {
    s: { model: sending, size: 2, times: [[], ["1 ms", "2 ms", "3 ms", "4 ms"]] },
    n: { model: leaky, size: 2 },
  },
  projections: [
    {
      name: "w",
      from: "s",
      to: "n",
      connector: { kind: "one-to-one" },
      weight: "0.1 mV",
      delay: "1 ms",
      plasticity: definePlasticity({
        name: "broken",
        about: "Divides by a number that becomes 0.",
        cite: ["doi:10.1000/182"],
        parameters: {},
        weightUnit: "mV",
        state: { left: { initial: 3, unit: "1", about: "spikes until the division by 0" } },
        on: { pre: { left: "left - 1", weight: "weight / left * left" } },
      }),
    },
  ],
};
