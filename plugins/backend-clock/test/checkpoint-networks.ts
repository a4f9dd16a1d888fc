import {
  defineNeuron,
  definePlasticity,
  defineSynapse,
  type StimulusRecord,
} from "@spikeloom/kernel";
import { leaky, type Network, poisson, source } from "./simulate.ts";

/** Leaky, with noise in its equation and random spikes. */
export const noisy = defineNeuron({
  name: "noisy",
  about: "Draws numbers of both kinds in each step.",
  parameters: {
    tau: { default: "10 ms", about: "time constant" },
    sigma: { default: "2 mV", about: "strength of the noise" },
  },
  receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
  inputs: {
    i_inj: { unit: "nA", about: "current" },
    bias: { unit: "mV", about: "where it rests" },
  },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
  step: [
    { v: "v + (bias - v + i_inj * 10*Mohm) * dt / tau + sigma * randn() * sqrt(dt / tau)" },
    { v: "where(rand() < 0.01, v + 8*mV, v)" },
  ],
  spike: { when: "v >= 6*mV", reset: { v: "0*mV" }, refractory: { for: "1*ms", hold: ["v"] } },
});

export const regular = defineNeuron({
  name: "regular",
  about: "Draws its intervals, under a law that changes.",
  parameters: {
    shape: { default: 3, about: "shape" },
    scale: { default: "1.5 ms", about: "scale" },
  },
  source: {
    process: "renewal",
    interval: "where(t < 60*ms, scale, scale / 2) * gamma_above(shape, age / scale)",
    changes: ["60*ms"],
    start: "-5*ms",
  },
});

export const waves = defineNeuron({
  name: "waves",
  about: "Poisson source whose rate changes.",
  parameters: { top: { default: "400 Hz", about: "greatest rate" } },
  source: {
    process: "poisson",
    rate: "top * (1 + sin(2*pi*20*Hz*t)) / 2",
    bound: "top",
    start: "1*ms",
    stop: "150*ms",
  },
});

const e = { from: "e", to: "e" } as const;
const neurons = {
  e: {
    model: leaky,
    size: 37,
    parameters: { tau: { draw: "uniform", low: "8 ms", high: "12 ms" } },
    initial: { v: { formula: "i * 0.4*mV" } },
  },
} as const;
const drive: StimulusRecord = { kind: "noise", into: "e", mean: "1.8 nA", sd: "0.8 nA" };
const ownValues = {
  weight: { draw: "normal", mean: "1 mV", sd: "0.5 mV" },
  delay: { draw: "uniform", low: "0.3 ms", high: "4 ms" },
} as const;

function within(fields: Partial<Network>): Network {
  return {
    populations: neurons,
    stimuli: [drive],
    record: [{ population: "e", variables: ["spikes", "v"], every: "1 ms" }],
    ...fields,
  };
}

/** Few synapses with many delays use a ring, many with few delays are delivered segment by segment. */
const sparse: Network["projections"] = [
  { ...e, connector: { kind: "fixed-indegree", n: 5 }, ...ownValues },
];
const dense: Network["projections"] = [
  {
    ...e,
    connector: { kind: "all-to-all" },
    weight: { formula: "(i - j) * 0.03*mV" },
    delay: { formula: "(0.5 + 0.4 * (i % 3)) * ms" },
  },
  { ...e, connector: { kind: "fixed-probability", p: 0.4 }, weight: "0.1 mV", delay: "0.7 ms" },
];

const given = {
  model: source,
  size: 3,
  times: [
    ["1 ms", "5 ms", "5 ms", "31 ms", "160 ms"],
    ["2 ms", "90.1 ms"],
    ["5 ms", "111 ms"],
  ],
} as const;

const onto = { to: "e", connector: { kind: "all-to-all" }, weight: "2 mV" } as const;

export const drives: readonly StimulusRecord[] = [
  // Gaps between rare events; the same for each target with an individual rate.
  { kind: "poisson", into: "e", rate: "40 Hz", weight: "6 mV" },
  {
    kind: "poisson",
    into: "e",
    neurons: { from: 1, every: 2 },
    rate: { draw: "uniform", low: "5 Hz", high: "900 Hz" },
    weight: { draw: "uniform", low: "1 mV", high: "5 mV" },
    start: "7 ms",
    stop: "140 ms",
  },
  // One count per target and step, in each of its forms.
  { kind: "poisson", into: "e", rate: "1 kHz", count: 2, weight: "0.7 mV" },
  {
    kind: "poisson",
    into: "e",
    rate: "8 kHz",
    weight: "0.1 mV",
    neurons: { indices: [30, 1, 17] },
  },
  {
    kind: "poisson",
    into: "e",
    rate: { formula: "2*kHz * (1 + sin(2*pi*t*30*Hz))" },
    weight: "0.3 mV",
  },
  {
    kind: "poisson",
    into: "e",
    rate: { formula: "(1 + i / N) * 1*kHz * (1 + sin(2*pi*t*30*Hz))" },
    weight: "0.2 mV",
  },
  { kind: "poisson", into: "e", rate: "1 kHz", count: 9, counts: "binomial", weight: "0.2 mV" },
];

export const currents: readonly StimulusRecord[] = [
  { kind: "formula", into: "e", value: "i * 0.02*nA * cos(t / (9*ms))", start: "3 ms" },
  { kind: "formula", into: "e", value: "a * (1 + t / (50*ms))", parameters: { a: "0.2 nA" } },
  { kind: "sine", into: "e", amplitude: "0.6 nA", frequency: "37 Hz", phase: 30, stop: "150 ms" },
  { kind: "steps", into: "e", times: ["2 ms", "50 ms"], values: ["0.6 nA", "0.9 nA"] },
  {
    kind: "time-array",
    into: "e",
    values: { values: [0, 0.5, 1, 0.2], unit: "nA" },
    every: "17.3 ms",
  },
  { kind: "noise", into: "e", mean: "0.2 nA", sd: "0.9 nA", every: "2.7 ms" },
  { kind: "noise", into: "e", mean: "0.1 nA", sd: "0.4 nA", every: "5 ms", shared: true },
];

/** A rule whose spikes of targets may be deferred. */
export const pairs = definePlasticity({
  name: "pairs",
  about: "Pairs of spikes.",
  weightUnit: "mV",
  parameters: {
    tau_x: { default: "20 ms", about: "decay" },
    tau_y: { default: "15 ms", about: "decay" },
  },
  traces: { x: { of: "pre", decay: "tau_x" }, y: { of: "post", decay: "tau_y" } },
  on: {
    pre: { x: "x + 1", weight: "weight - 0.03*mV * y" },
    post: { y: "y + 1", weight: "weight + 0.02*mV * x" },
  },
  bounds: { weight: { min: "0*mV", max: "3*mV" } },
});

/** Synapses that are added and removed. */
export const rewiring = definePlasticity({
  ...pairs,
  name: "rewiring",
  about: "Pairs of spikes; weak synapses make place for others.",
  structure: {
    every: "6 ms",
    remove: "weight < 0.8*mV",
    add: "replace",
    initial: { weight: "1.2*mV" },
  },
});

/** All state besides a weight: dynamics, draws, named events, third factors. */
const manifold = definePlasticity({
  name: "manifold",
  about: "All that a rule may keep.",
  weightUnit: "mV",
  parameters: {
    tau_x: { default: "20 ms", about: "decay" },
    tau_c: { default: "60 ms", about: "decay of the eligibility" },
    tau_g: { default: "30 ms", about: "decay of what all share" },
  },
  reads: { v: { of: "post", variable: "v", unit: "mV" } },
  traces: {
    x: { of: "pre", decay: "tau_x" },
    y: { of: "post", decay: "tau_x" },
    g: { of: "global", decay: "tau_g" },
    u: { of: "post", decay: "tau_x", input: "v", unit: "mV" },
  },
  state: { c: { initial: 0, unit: "mV", about: "eligibility" } },
  modulators: {
    told: { unit: "1", about: "set from code" },
    wave: { unit: "1", about: "a formula" },
    heard: { unit: "1", about: "filtered spikes" },
  },
  dynamics: {
    c: { derivative: "-c / tau_c", when: "event" },
    weight: { derivative: "c * (told + wave + heard) * 5*Hz", when: "step" },
  },
  on: {
    pre: { x: "x + 1", c: "c - 0.1*mV * y * rand() + 0.001 * u" },
    post: { y: "y + 1", c: "c + 0.1*mV * x * (1 + g)" },
    reward: { g: "g + 1", c: "c * 0.9" },
    tick: { weight: "weight * 0.99" },
  },
  bounds: { weight: { min: "0*mV", max: "3*mV" } },
});

/** A synapse with resources, which depend on earlier spikes. */
const tired = defineSynapse({
  name: "tired",
  about: "Uses up what it has.",
  parameters: { tau_r: { default: "80 ms", about: "recovery" } },
  state: { r: { initial: 1, unit: "1", about: "resources" } },
  dynamics: { r: { derivative: "(1 - r) / tau_r", when: "event" } },
  on: { pre: { r: "r * 0.7" } },
  deliver: "weight * r",
});

/** An electrical contact. */
const gap = defineSynapse({
  name: "gap",
  about: "Couples potentials.",
  weightUnit: "1",
  parameters: {},
  reads: {
    v_pre: { of: "pre", variable: "v", unit: "mV" },
    v_post: { of: "post", variable: "v", unit: "mV" },
  },
  coupling: [{ into: "i_inj", value: "weight * (v_pre - v_post) * nA/mV", unit: "nA" }],
});

const heterogeneous = {
  connector: { kind: "fixed-indegree", n: 6 },
  weight: { draw: "uniform", low: "0.5 mV", high: "2 mV" },
  delay: { draw: "uniform", low: "0.4 ms", high: "3 ms" },
  dendritic: 0.5,
} as const;

function learning(name: string, fields: object, more: Partial<Network> = {}): Network {
  return within({
    populations: { ...neurons, p: { model: poisson, size: 9, parameters: { rate: "60 Hz" } } },
    projections: [
      { name, ...e, ...heterogeneous, ...fields },
      { name: "second", from: "p", to: "e", ...heterogeneous, plasticity: pairs, dendritic: 0 },
    ],
    ...more,
  });
}

const thirdFactors = {
  events: {
    reward: { from: "p", neurons: { until: 4 }, delay: "7 ms" },
    tick: { every: "3.1 ms" },
  },
  modulators: {
    told: 0.3,
    wave: { formula: "sin(t / (10*ms))" },
    heard: { from: "p", weight: 0.5, tau: "12 ms", delay: "4.3 ms" },
  },
} as const;

/** Networks that contain everything that changes in a run, one of each kind. */
export const networks: Readonly<Record<string, Network>> = {
  "a ring of sums": within({ projections: sparse }),
  "a ring of sums, compact": within({ projections: sparse, tier: "compact" }),
  "a ring of sums, packed": within({ projections: sparse, tier: "packed" }),
  segments: within({ projections: dense }),
  "segments, compact": within({ projections: dense, tier: "compact" }),
  "segments, packed": within({ projections: dense, tier: "packed" }),
  "drawn rows": within({
    projections: [
      { ...e, connector: { kind: "fixed-outdegree", n: 4 }, ...ownValues, procedural: true },
      {
        ...e,
        toNeurons: { from: 3, every: 2 },
        connector: { kind: "fixed-probability", p: 0.2 },
        weight: "0.5 mV",
        delay: "0.9 ms",
        procedural: true,
      },
      ...sparse,
    ],
  }),
  "no delay": within({
    convention: "brian2",
    projections: [
      { ...e, connector: { kind: "fixed-probability", p: 0.2 }, weight: "1 mV", delay: "0 ms" },
      { ...e, connector: { kind: "fixed-indegree", n: 3 }, ...ownValues },
    ],
    record: [{ population: "e", variables: ["spikes", "v"] }],
  }),
  sources: within({
    populations: {
      given,
      ...neurons,
      p: { model: poisson, size: 8, parameters: { rate: "90 Hz" } },
      r: { model: regular, size: 5 },
      w: { model: waves, size: 4 },
    },
    projections: [
      { ...onto, from: "given", delay: "2 ms" },
      { ...onto, from: "p", delay: { formula: "(1 + j % 4) * ms" } },
      { ...onto, from: "r", delay: "0.6 ms" },
      { ...onto, from: "w", delay: "1.1 ms" },
    ],
    stimuli: [],
  }),
  drives: within({ stimuli: drives, projections: dense }),
  currents: within({ stimuli: currents }),
  "numbers in equations": within({
    populations: { e: { model: noisy, size: 37 } },
    projections: sparse,
    stimuli: [{ kind: "sine", into: "e", input: "bias", amplitude: "3 mV", frequency: "40 Hz" }],
  }),
  "a rule that waits": learning("first", { plasticity: pairs }),
  "a rule under brian2": learning(
    "first",
    { plasticity: pairs, synapse: tired },
    { convention: "brian2" },
  ),
  "all that a rule keeps": learning("first", {
    plasticity: manifold,
    synapse: tired,
    ...thirdFactors,
  }),
  "synapses that come and go": learning("first", { plasticity: rewiring }),
  "a static synapse with a state": learning("first", { synapse: tired }),
};

/** Neurons that read each other at each step, whichever shard owns them. */
export const coupled: Network = within({
  projections: [
    {
      name: "gaps",
      ...e,
      connector: { kind: "fixed-indegree", n: 4 },
      weight: 0.02,
      synapse: gap,
    },
  ],
});

/** Code sets its input, its source, its third factor and its named event. */
export const open: Network = learning("first", {
  plasticity: manifold,
  synapse: tired,
  modulators: thirdFactors.modulators,
  events: { tick: thirdFactors.events.tick },
});
