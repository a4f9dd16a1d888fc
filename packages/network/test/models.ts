import {
  createStack,
  defineIntegrator,
  defineNeuron,
  defineSynapse,
  type Stack,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";

const membrane = {
  c_m: { default: "250 pF", about: "capacitance", min: "0 pF", exclusive: true },
  tau_m: { default: "20 ms", about: "time constant", min: "0 ms", exclusive: true },
  v_rest: { default: "0 mV", about: "resting potential" },
  v_reset: { default: "10 mV", about: "reset" },
  v_threshold: { default: "20 mV", about: "threshold" },
  tau_refrac: { default: "2 ms", about: "refractory period", min: "0 ms" },
} as const;

const v = { initial: "v_rest", unit: "mV", about: "membrane potential" };
const spike = {
  when: "v >= v_threshold",
  reset: { v: "v_reset" },
  refractory: { for: "tau_refrac", hold: ["v"] },
};

/** Leaky integrator whose potential jumps. */
export const lifDelta = defineNeuron({
  name: "lif-delta",
  about: "Leaky integrate-and-fire neuron whose potential jumps.",
  parameters: membrane,
  receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
  inputs: { i_inj: { unit: "nA", about: "injected current" } },
  state: { v },
  dynamics: { v: "(v_rest - v) / tau_m + i_inj / c_m" },
  spike,
});

/** Leaky integrator with two synaptic currents. */
export const lifCurrExp = defineNeuron({
  name: "lif-curr-exp",
  about: "Leaky integrate-and-fire neuron with exponential currents.",
  parameters: { ...membrane, tau_syn: { default: "2 ms", about: "decay" } },
  receptors: {
    excitatory: { unit: "nA", about: "current", on: { i_exc: "i_exc + weight" } },
    inhibitory: { unit: "nA", about: "current", on: { i_inh: "i_inh + weight" } },
  },
  inputs: { i_inj: { unit: "nA", about: "injected current" } },
  state: {
    v,
    i_exc: { initial: 0, unit: "nA", about: "excitatory current" },
    i_inh: { initial: 0, unit: "nA", about: "inhibitory current" },
  },
  dynamics: {
    v: "(v_rest - v) / tau_m + (i_exc + i_inh + i_inj) / c_m",
    i_exc: "-i_exc / tau_syn",
    i_inh: "-i_inh / tau_syn",
  },
  spike,
});

/** Leaky integrator with a conductance that accepts only positive weights. */
const lifCondExp = defineNeuron({
  name: "lif-cond-exp",
  about: "Leaky integrate-and-fire neuron with an exponential conductance.",
  parameters: { ...membrane, tau_syn: { default: "2 ms", about: "decay" } },
  receptors: {
    excitatory: { unit: "nS", about: "conductance", sign: "positive", on: { g: "g + weight" } },
  },
  state: { v, g: { initial: 0, unit: "nS", about: "conductance" } },
  dynamics: { v: "(v_rest - v) / tau_m - g * v / c_m", g: "-g / tau_syn" },
  spike,
});

/** Source of given spike times. */
const spikeArray = defineNeuron({
  name: "spike-array",
  about: "Spike source that sends spikes at given times.",
  parameters: {},
  source: { process: "times", times: "times" },
});

/** Poisson source. */
const poisson = defineNeuron({
  name: "poisson",
  about: "Poisson spike source.",
  parameters: { rate: { default: "1 Hz", about: "rate", min: "0 Hz" } },
  source: { process: "poisson", rate: "rate", bound: "rate" },
});

/** A synapse that couples two potentials and delivers nothing. */
export const gap = defineSynapse({
  name: "gap",
  about: "Electrical synapse.",
  parameters: {},
  weightUnit: "nS",
  reads: {
    v_pre: { of: "pre", variable: "v", unit: "mV" },
    v_post: { of: "post", variable: "v", unit: "mV" },
  },
  coupling: [{ into: "i_inj", value: "weight * (v_pre - v_post)", unit: "nA" }],
});

const euler = defineIntegrator({
  name: "euler",
  about: "Euler's method.",
  handles: "any",
  noise: "any",
  order: 1,
  update: "x + dt * f(x, t)",
});

/** The plugins that the tests of this package use. */
export const stack: Stack = createStack({
  plugins: [lifDelta, lifCurrExp, lifCondExp, spikeArray, poisson, gap, euler, ...connectors],
});
