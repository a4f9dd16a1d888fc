import { frameworkNeuron } from "./framework-neuron.ts";

// snnTorch 1.0.0: a spike resets the potential in the next step, as its layers do by default (`reset_delay`).
const cite = ["doi:10.1109/JPROC.2023.3308088"];

const beta = { default: 0.9, min: 0, max: 1, about: "decay factor of the potential per step" };
const alpha = { default: 0.8, min: 0, max: 1, about: "decay factor of the current per step" };
const threshold = { default: 1, about: "spike threshold" };
const leaky = { cite, parameters: { beta, threshold } };
const synaptic = { cite, parameters: { alpha, beta, threshold } };
const when = "v > threshold";
const takesOff = { when, reset: { owed: "threshold" } };
const drops = { when, reset: { kept: "0" } };

/** `Leaky(beta)` with reset by subtraction. */
export const snntorchLeaky = frameworkNeuron({
  name: "snntorch-leaky",
  about: "Leaky neuron of snnTorch: the threshold is subtracted one step after a spike.",
  ...leaky,
  state: { owed: 0 },
  step: [{ v: "beta * v + x - owed", owed: "0" }],
  spike: takesOff,
});

/** `Leaky(beta, reset_mechanism="zero")`. */
export const snntorchLeakyZero = frameworkNeuron({
  name: "snntorch-leaky-zero",
  about: "Leaky neuron of snnTorch: the potential is reset to 0 one step after a spike.",
  ...leaky,
  state: { kept: 1 },
  step: [{ v: "beta * kept * v + x", kept: "1" }],
  spike: drops,
});

/** `Leaky(beta, reset_mechanism="none")`. */
export const snntorchLeakyNone = frameworkNeuron({
  name: "snntorch-leaky-none",
  about: "Leaky neuron of snnTorch without a reset.",
  ...leaky,
  step: [{ v: "beta * v + x" }],
  spike: { when },
});

/** `Synaptic(alpha, beta)` with reset by subtraction. */
export const snntorchSynaptic = frameworkNeuron({
  name: "snntorch-synaptic",
  about: "snnTorch neuron with a synaptic current: the threshold is subtracted after a spike.",
  ...synaptic,
  state: { i_syn: 0, owed: 0 },
  step: [{ i_syn: "alpha * i_syn + x" }, { v: "beta * v + i_syn - owed", owed: "0" }],
  spike: takesOff,
});

/** `Synaptic(alpha, beta, reset_mechanism="zero")`, which keeps the current. */
export const snntorchSynapticZero = frameworkNeuron({
  name: "snntorch-synaptic-zero",
  about: "snnTorch neuron with a synaptic current: the potential is 0 one step after a spike.",
  ...synaptic,
  state: { i_syn: 0, kept: 1 },
  step: [{ i_syn: "alpha * i_syn + x" }, { v: "kept * (beta * v + i_syn)", kept: "1" }],
  spike: drops,
});

/** `Synaptic(alpha, beta, reset_mechanism="none")`. */
export const snntorchSynapticNone = frameworkNeuron({
  name: "snntorch-synaptic-none",
  about: "snnTorch neuron with a synaptic current, without a reset.",
  ...synaptic,
  state: { i_syn: 0 },
  step: [{ i_syn: "alpha * i_syn + x" }, { v: "beta * v + i_syn" }],
  spike: { when },
});

/** `Alpha(alpha, beta)`: the potential is the difference of two currents. */
export const snntorchAlpha = frameworkNeuron({
  name: "snntorch-alpha",
  about: "Alpha neuron of snnTorch: the potential is the difference of two currents.",
  cite,
  parameters: {
    alpha: { ...alpha, default: 0.9 },
    beta: { ...beta, default: 0.8, about: "decay factor of the inhibitory current per step" },
    threshold,
  },
  state: { i_syn: 0, i_inh: 0, kept: 1 },
  // One step after a spike, all three are reset.
  step: [
    { i_syn: "kept * (alpha * i_syn + x)", i_inh: "kept * (beta * i_inh - x)", kept: "1" },
    { v: "(log(alpha) / (log(beta) - log(alpha)) + 1) * (i_syn + i_inh)" },
  ],
  spike: drops,
});
