import {
  defineNeuron,
  definePlasticity,
  type NetworkRecord,
  type NeuronRecord,
  type PlasticityRecord,
} from "@spikeloom/kernel";
import { allToAll, network, population, projection } from "@spikeloom/network";
import { spikeArray } from "@spikeloom/neurons";
import { type Afferents, afferents, stepsPerMillisecond } from "./afferents.ts";

const parameters = {
  tau_m: { default: "10 ms", about: "membrane time constant" },
  tau_s: { default: "2.5 ms", about: "rise of the postsynaptic and of the after-potential" },
  threshold: { default: 500, about: "threshold, in postsynaptic potentials of weight 1" },
} as const;

const drive = {
  about: "weight of the postsynaptic potential",
  unit: "1",
} as const;

/**
 * The spike response model of the paper as differential equations.
 *
 * At a spike the potential jumps to twice the threshold, earlier input is discarded, and a
 * negative after-potential begins.
 */
const responding: NeuronRecord = defineNeuron({
  name: "masquelier-2008",
  about: "Spike response model whose postsynaptic potentials end at a spike.",
  cite: ["doi:10.1371/journal.pone.0001377"],
  parameters,
  receptors: { psp: { ...drive, on: { x: "x + weight" } } },
  state: {
    v: { initial: 0, unit: "1", about: "potential above rest" },
    x: { initial: 0, unit: "1", about: "drive of the postsynaptic potentials" },
    after: { initial: 0, unit: "1", about: "drive of the after-potential" },
  },
  expressions: {
    scale: {
      value: "(tau_s / tau_m) ** (tau_m / (tau_s - tau_m))",
      unit: "1",
      about: "makes the peak of a postsynaptic potential equal to its weight",
    },
  },
  dynamics: {
    v: "(scale * x - v) / tau_m - 3 * threshold * after / tau_s",
    x: "-x / tau_s",
    after: "-after / tau_s",
  },
  // The potential jumps above the threshold and later falls through it: only the upward crossing is a spike.
  spike: {
    when: "v > threshold",
    edge: "rising",
    reset: { v: "2 * threshold", x: "0", after: "1" },
  },
});

/** The same, except that a spike raises the potential immediately. */
const jumping: NeuronRecord = defineNeuron({
  ...responding,
  name: "masquelier-2008-jump",
  about: "The same with postsynaptic potentials that rise at once.",
  parameters: {
    ...parameters,
    jump: { default: 1.2, about: "height of the potential of weight 1" },
  },
  receptors: { psp: { ...drive, on: { v: "v + jump * weight" } } },
  state: {
    v: { initial: 0, unit: "1", about: "potential above rest" },
    after: { initial: 0, unit: "1", about: "drive of the after-potential" },
  },
  expressions: {},
  dynamics: {
    v: "-v / tau_m - 3 * threshold * after / tau_s",
    after: "-after / tau_s",
  },
  spike: { when: "v > threshold", edge: "rising", reset: { v: "2 * threshold", after: "1" } },
});

const head = {
  cite: ["doi:10.1371/journal.pone.0001377"],
  weightUnit: "1",
  parameters: {
    tau_plus: { default: "16.8 ms", about: "decay of the trace of the source" },
    tau_minus: { default: "33.7 ms", about: "decay of the trace of the target" },
    a_plus: { default: 2 ** -5, about: "growth of a weight" },
    a_minus: { default: 0.85 * 2 ** -5, about: "decline of a weight" },
  },
  traces: {
    x_pre: { of: "pre", decay: "tau_plus" },
    x_post: { of: "post", decay: "tau_minus" },
  },
  bounds: { weight: { min: "0", max: "1" } },
} as const;

/**
 * The rules by the spike pairs that count.
 *
 * `restricted` is the paper's: the last spike of the source before one of the target, and the first after
 * it. With `nearest` each spike is paired with the last of the other side, with `all` with every one.
 */
const rules: Readonly<Record<"restricted" | "nearest" | "all", PlasticityRecord>> = {
  restricted: definePlasticity({
    ...head,
    name: "masquelier-2008",
    about: "Each spike of the target is paired with the nearest of the source on both sides.",
    state: {
      fresh: { initial: 1, unit: "1", about: "1 if the source has fired since the target did" },
    },
    on: {
      pre: { x_pre: "1", weight: "weight - (1 - fresh) * a_minus * x_post", fresh: "1" },
      post: { x_post: "1", weight: "weight + fresh * a_plus * x_pre", fresh: "0" },
    },
  }),
  nearest: definePlasticity({
    ...head,
    name: "masquelier-2008-nearest",
    about: "Each spike is paired with the last of the other side.",
    on: {
      pre: { x_pre: "1", weight: "weight - a_minus * x_post" },
      post: { x_post: "1", weight: "weight + a_plus * x_pre" },
    },
  }),
  all: definePlasticity({
    ...head,
    name: "masquelier-2008-all",
    about: "Each spike is paired with all of the other side.",
    on: {
      pre: { x_pre: "x_pre + 1", weight: "weight - a_minus * x_post" },
      post: { x_post: "x_post + 1", weight: "weight + a_plus * x_pre" },
    },
  }),
};

/** Changes of a run to the paper's network. */
export interface PatternOptions {
  readonly pairing?: keyof typeof rules;
  /** Whether postsynaptic potentials rise immediately. */
  readonly jumps?: boolean;
  /** Spikes of the afferents, unless they are sent by code: lists of minutes would fill the memory. */
  readonly sent?: Afferents;
}

/** One neuron with plastic synapses from all afferents. */
export function patternNetwork({
  pairing = "restricted",
  jumps = false,
  sent,
}: PatternOptions = {}): NetworkRecord {
  const times = Array.from({ length: afferents }, (_, afferent) =>
    Array.from(sent?.steps[afferent] ?? [], (step) => step / stepsPerMillisecond),
  );
  const inputs = population(spikeArray, afferents, { times });
  const neuron = population(jumps ? jumping : responding, 1);
  return network({
    name: "masquelier-2008",
    cite: ["doi:10.1371/journal.pone.0001377"],
    dt: "0.1 ms",
    convention: "brian2",
    populations: { inputs, neuron },
    projections: [
      projection(inputs, neuron, {
        connector: allToAll(),
        weight: 0.475,
        delay: "0 ms",
        plasticity: rules[pairing],
      }),
    ],
  });
}
