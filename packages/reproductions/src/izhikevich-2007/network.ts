import { defineNeuron, definePlasticity, type NetworkRecord } from "@spikeloom/kernel";
import { fixedOutdegree, network, population, projection, record } from "@spikeloom/network";
import { spikeArray } from "@spikeloom/neurons";
import {
  decayBy,
  lastSpikeTraces,
  programOrder,
  steppedNeuron,
  stepUnder,
  traceFactor,
} from "../izhikevich-stepping.ts";

/** Neurons of both kinds; the excitatory ones come first. */
export const excitatory = 800;
export const inhibitory = 200;
const all = excitatory + inhibitory;

const neuron = defineNeuron({
  name: "izhikevich-2007",
  about: "Izhikevich's neuron in the stepping of his networks, with uniform noise.",
  cite: ["doi:10.1093/cercor/bhl152"],
  ...steppedNeuron,
  parameters: {
    ...steppedNeuron.parameters,
    noise: { default: "13 mV", about: "width of the uniform noise" },
  },
  expressions: {
    thalamus: {
      value: "noise * (rand() - 0.5)",
      unit: "mV",
      about: "drive from outside, drawn anew in each step",
      constantOverStep: true,
    },
  },
  step: stepUnder("pulse + thalamus"),
});

/**
 * The rule of the paper's program: spikes tag a synapse, and dopamine converts the tag into a weight change.
 *
 * As in the network of 2006, the program reads the trace of a source one step late, and the spike of
 * a target acts first. This is equivalent to processing spikes of the source first, with a trace of the target
 * that is larger by one decay.
 */
const rule = definePlasticity({
  name: "izhikevich-2007",
  about: "Spike-timing dependent plasticity whose eligibility becomes a weight with dopamine.",
  cite: ["doi:10.1093/cercor/bhl152"],
  parameters: {
    tau: { default: decayBy(traceFactor), about: "decay of both traces" },
    potentiation: {
      default: "0.1 mV",
      about: "step of eligibility, right after a spike of the source",
    },
    depression: { default: `${0.15 / traceFactor} mV`, about: "the same, of the target" },
    forget: { default: 0.99, about: "share of eligibility that stays from event to event" },
    baseline: { default: 0.002, about: "dopamine without any reward" },
    w_max: { default: "4 mV", about: "greatest weight" },
  },
  weightUnit: "mV",
  traces: lastSpikeTraces,
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
    convention: programOrder("izhikevich-2007"),
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
          dopamine: { from: "reward", weight: 0.5, tau: decayBy(0.995) },
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
