import {
  type ConventionRecord,
  defineNeuron,
  definePlasticity,
  type NetworkRecord,
} from "@spikeloom/kernel";
import { fixedOutdegree, network, population, projection, record } from "@spikeloom/network";
import { spikeArray } from "@spikeloom/neurons";

/** Neurons of both kinds; the excitatory ones are the first. */
export const excitatory = 800;
export const inhibitory = 200;
const all = excitatory + inhibitory;

const half = "v + 0.5 * ((0.04 * v / mV + 5) * v + 140*mV - u + pulse + thalamus)";

const neuron = defineNeuron({
  name: "izhikevich-2007",
  about: "Izhikevich's neuron in the stepping of his networks, with uniform noise.",
  cite: ["doi:10.1093/cercor/bhl152"],
  parameters: {
    a: { default: 0.02, about: "rate of recovery, per ms" },
    d: { default: "8 mV", about: "recovery step at a spike" },
    noise: { default: "13 mV", about: "width of the uniform noise" },
  },
  receptors: {
    pulse: {
      unit: "mV",
      about: "drive of one step; the weight is its height",
      on: { pulse: "pulse + weight" },
    },
  },
  state: {
    v: { initial: "-65 mV", unit: "mV", about: "membrane potential" },
    u: { initial: "-13 mV", unit: "mV", about: "recovery variable" },
    pulse: { initial: "0 mV", unit: "mV", about: "sum of the pulses of this step" },
  },
  expressions: {
    thalamus: {
      value: "noise * (rand() - 0.5)",
      unit: "mV",
      about: "drive from outside, drawn anew in each step",
      constantOverStep: true,
    },
  },
  step: [{ v: half }, { v: half }, { u: "u + a * (0.2 * v - u)", pulse: "0*mV" }],
  spike: { when: "v >= 30*mV", reset: { v: "-65*mV", u: "u + d" } },
  integrator: { dt: "1 ms" },
});

/** Decay by 0.95 in each step of 1 ms. */
const tau = `${-1 / Math.log(0.95)} ms`;

/**
 * The rule of the paper's program: spikes tag a synapse, and dopamine turns the tag into a weight.
 *
 * As in the network of 2006, the program reads the trace of a source one step late and lets the spike of
 * a target act first; where spikes of the source are first, the trace of the target is one decay larger.
 */
const rule = definePlasticity({
  name: "izhikevich-2007",
  about: "Spike-timing dependent plasticity whose eligibility becomes a weight with dopamine.",
  cite: ["doi:10.1093/cercor/bhl152"],
  parameters: {
    tau: { default: tau, about: "decay of both traces" },
    potentiation: {
      default: "0.1 mV",
      about: "step of eligibility, right after a spike of the source",
    },
    depression: { default: `${0.15 / 0.95} mV`, about: "the same, of the target" },
    forget: { default: 0.99, about: "share of eligibility that stays from event to event" },
    baseline: { default: 0.002, about: "dopamine without any reward" },
    w_max: { default: "4 mV", about: "greatest weight" },
  },
  weightUnit: "mV",
  traces: {
    x_pre: { of: "pre", decay: "tau", about: "1 since the last spike of the source" },
    x_post: { of: "post", decay: "tau", about: "1 since the last spike of the target" },
  },
  state: { eligibility: { initial: "0 mV", unit: "mV", about: "what dopamine turns into weight" } },
  modulators: { dopamine: { unit: "1", about: "concentration above the baseline" } },
  on: {
    pre: { x_pre: "1", eligibility: "eligibility - depression * x_post" },
    post: { x_post: "1", eligibility: "eligibility + potentiation * x_pre" },
    update: {
      weight: "weight + (baseline + dopamine) * eligibility",
      eligibility: "forget * eligibility",
    },
  },
  bounds: { weight: { min: "0*mV", max: "w_max" } },
});

/** The order of the program's loop, seen from the end of a step: what fired in it acts from the next on. */
const convention: ConventionRecord = {
  name: "izhikevich-2007",
  order: ["arrive", "integrate", "threshold", "reset"],
  spikeStamp: "end",
  threshold: "as-written",
  refractory: { countOffset: 0, blocksWrites: false },
  delay: { least: 0, rounding: "nearest" },
  multiplicity: "count",
  inputHold: "start",
  sampleAt: "end",
  plasticity: { coincidence: "pre-first", dendritic: 0, carries: "old" },
};

/** The network of figure 1 in the paper: 1000 neurons, and a source whose spikes are rewards. */
export function rewardedNetwork(): NetworkRecord {
  const ofKind = (first: number, second: number): readonly number[] =>
    Array.from({ length: all }, (_, i) => (i < excitatory ? first : second));
  const neurons = population(neuron, all, {
    parameters: { a: ofKind(0.02, 0.1), d: { values: ofKind(8, 2), unit: "mV" } },
  });
  const reward = population(spikeArray, 1, { times: [[]] });
  const connector = fixedOutdegree({ n: 100, autapses: true, multapses: true });
  return network({
    name: "izhikevich-2007",
    cite: ["doi:10.1093/cercor/bhl152"],
    dt: "1 ms",
    duration: "3600 s",
    convention,
    populations: { neurons, reward },
    projections: [
      projection(neurons, neurons, {
        name: "excitation",
        fromNeurons: { until: excitatory },
        connector,
        weight: "1 mV",
        delay: "0 ms",
        plasticity: rule,
        events: { update: { every: "10 ms" } },
        modulators: {
          // Decay by 0.995 in each step of 1 ms.
          dopamine: { from: "reward", weight: 0.5, tau: `${-1 / Math.log(0.995)} ms` },
        },
      }),
      projection(neurons, neurons, {
        name: "inhibition",
        fromNeurons: { from: excitatory },
        toNeurons: { until: excitatory },
        connector,
        weight: "-1 mV",
        delay: "0 ms",
      }),
    ],
    record: [record(neurons)],
  });
}
