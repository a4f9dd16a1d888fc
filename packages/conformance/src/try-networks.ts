import { defineNeuron, type NetworkRecord } from "@spikeloom/kernel";

const leaky = defineNeuron({
  name: "leaky",
  about: "Leaky integrator with a threshold.",
  parameters: { tau: { default: "10 ms", about: "time constant" } },
  receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
  inputs: { i_inj: { unit: "nA", about: "current" } },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
  dynamics: { v: "(-v + i_inj * 10*Mohm) / tau" },
  spike: { when: "v >= 15*mV", reset: { v: "0*mV" }, refractory: { for: "2*ms", hold: ["v"] } },
});

const head = { format: "spikeloom-network", version: 1, dt: "0.1 ms" } as const;

/** Fifty neurons under drawn drives, with weights and delays of their own. */
export const busyNetwork: NetworkRecord = {
  ...head,
  populations: {
    e: {
      ...{ model: leaky, size: 50 },
      parameters: { tau: { draw: "uniform", low: "8 ms", high: "12 ms" } },
    },
  },
  projections: [
    {
      ...{ from: "e", to: "e", connector: { kind: "fixed-probability", p: 0.2 } },
      weight: { draw: "normal", mean: "1 mV", sd: "0.5 mV" },
      delay: { draw: "uniform", low: "0.1 ms", high: "4 ms" },
    },
  ],
  stimuli: [
    { kind: "poisson", into: "e", rate: "1 kHz", count: 2, weight: "0.8 mV" },
    { kind: "noise", into: "e", mean: "0.2 nA", sd: "0.3 nA", every: "1 ms" },
  ],
  record: [
    { population: "e", variables: ["spikes"] },
    {
      ...{ population: "e", variables: ["v"], neurons: { from: 2, until: 5 } },
      ...{ every: "2 ms", from: "10 ms", until: "20 ms" },
    },
  ],
};

/** More neurons and synapses than any memory has room for. */
export const boundless: NetworkRecord = {
  ...busyNetwork,
  populations: { e: { model: leaky, size: 1_000_000_000 } },
};

/** One spike that is handed on from population to population, 1.5 ms at a time. */
export const chain: NetworkRecord = {
  ...head,
  convention: "nest",
  populations: Object.fromEntries(["a", "b", "c"].map((name) => [name, { model: leaky, size: 1 }])),
  projections: [
    ["a", "b"],
    ["b", "c"],
  ].map(([from = "", to = ""]) => ({
    ...{ from, to, connector: { kind: "one-to-one" }, weight: "20 mV", delay: "1.5 ms" },
  })),
  // A current of one step takes the first past its threshold: 1600 nA * 10 Mohm * 0.1 ms / 10 ms.
  stimuli: [
    {
      ...{ kind: "steps", into: "a" },
      ...{ times: ["0.9 ms", "1 ms"], values: ["1600 nA", "0 nA"] },
    },
  ],
  record: ["a", "b", "c"].map((population) => ({ population, variables: ["spikes"] })),
};

/** A value that doubles in each step until no number holds it. */
export const divergent: NetworkRecord = {
  ...head,
  populations: {
    n: {
      size: 1,
      model: defineNeuron({
        name: "doubling",
        about: "Grows without bound.",
        parameters: {},
        state: { v: { initial: 1, unit: "1", about: "what grows" } },
        step: [{ v: "v * 100" }],
      }),
    },
  },
};
