import type { NetworkRecord } from "@spikeloom/kernel";

const head = { format: "spikeloom-network", version: 1, dt: "0.1 ms", seed: 5 } as const;

/** Neurons that spike by noise, currents and Poisson input of all kinds, and reach each other. */
export const busyNetwork: NetworkRecord = {
  ...head,
  populations: {
    e: {
      model: "lif-curr-exp",
      size: 100,
      initial: { v: { draw: "uniform", low: "-65 mV", high: "-50 mV" } },
    },
    i: { model: "lif-curr-exp", size: 30 },
  },
  projections: [
    {
      from: "e",
      to: "i",
      receptor: "excitatory",
      weight: { draw: "normal", mean: "60 pA", sd: "10 pA" },
      delay: { draw: "uniform", low: "0.3 ms", high: "2 ms" },
      connector: { kind: "fixed-indegree", n: 20 },
    },
    {
      from: "i",
      to: "e",
      receptor: "inhibitory",
      weight: "-80 pA",
      delay: "1 ms",
      connector: { kind: "fixed-probability", p: 0.2 },
    },
  ],
  stimuli: [
    { kind: "steps", into: "e", times: ["2 ms", "8 ms"], values: ["300 pA", "450 pA"] },
    {
      kind: "steps",
      into: "e",
      neurons: { from: 50, until: 100 },
      times: ["5 ms"],
      values: ["100 pA"],
    },
    {
      kind: "poisson",
      into: "e",
      receptor: "excitatory",
      rate: "8 Hz",
      count: 500,
      weight: "40 pA",
    },
    { kind: "poisson", into: "i", receptor: "excitatory", rate: "50 Hz", weight: "400 pA" },
  ],
  record: [
    { population: "e", variables: ["spikes"] },
    { population: "e", variables: ["v"], every: "0.5 ms" },
  ],
};

/** Synapses of all kinds that a processor draws. */
export const proceduralNetwork: NetworkRecord = {
  ...busyNetwork,
  projections: [
    {
      from: "e",
      to: "i",
      receptor: "excitatory",
      weight: { draw: "normal", mean: "60 pA", sd: "20 pA", min: "0 pA" },
      delay: { draw: "normal", mean: "1 ms", sd: "0.5 ms", min: "0.1 ms", max: "2.5 ms" },
      connector: { kind: "fixed-probability", p: 0.6 },
      procedural: true,
    },
    {
      from: "i",
      to: "e",
      receptor: "inhibitory",
      weight: "-80 pA",
      delay: { draw: "uniform", low: "0.3 ms", high: "2 ms" },
      connector: { kind: "fixed-outdegree", n: 25 },
      procedural: true,
    },
    {
      from: "e",
      to: "e",
      receptor: "excitatory",
      weight: "10 pA",
      delay: "1 ms",
      connector: { kind: "all-to-all", autapses: false },
      procedural: true,
    },
  ],
};

/** Given spikes that reach neurons after drawn delays. */
export const delayedNetwork: NetworkRecord = {
  ...head,
  populations: {
    s: {
      model: "spike-array",
      size: 20,
      times: { values: [0.5, 1, 2.5, 4, 7, 7.1], unit: "ms" },
    },
    e: { model: "lif-delta", size: 200 },
  },
  projections: [
    {
      from: "s",
      to: "e",
      weight: { draw: "normal", mean: "6 mV", sd: "1 mV" },
      delay: { draw: "uniform", low: "0.5 ms", high: "3 ms" },
      connector: { kind: "fixed-probability", p: 0.3 },
    },
    {
      from: "e",
      to: "e",
      weight: "0.3 mV",
      delay: { draw: "uniform", low: "0.5 ms", high: "3 ms" },
      connector: { kind: "fixed-indegree", n: 20 },
    },
  ],
  record: [{ population: "e", variables: ["spikes"] }],
};

/** Plastic synapses of a rule, with drawn delays, between neurons that spike. */
export function plasticNetwork(
  plasticity: string,
  more: Readonly<Record<string, unknown>> = {},
): NetworkRecord {
  return {
    ...head,
    populations: {
      s: { model: "poisson", size: 40, parameters: { rate: "40 Hz" } },
      e: {
        model: "lif-curr-exp",
        size: 30,
        initial: { v: { draw: "uniform", low: "-65 mV", high: "-51 mV" } },
      },
    },
    projections: [
      {
        name: "learning",
        from: "s",
        to: "e",
        receptor: "excitatory",
        plasticity,
        weight: { draw: "uniform", low: "100 pA", high: "400 pA" },
        delay: { draw: "uniform", low: "0.3 ms", high: "2 ms" },
        connector: { kind: "fixed-probability", p: 0.5 },
        ...more,
      },
    ] as NonNullable<NetworkRecord["projections"]>,
    recordSynapses: [{ projection: "learning", every: "20 ms" }],
    record: [{ population: "e", variables: ["spikes"] }],
  };
}
