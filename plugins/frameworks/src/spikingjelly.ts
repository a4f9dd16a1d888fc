import { frameworkNeuron } from "./framework-neuron.ts";

// SpikingJelly 2.0.0: it spikes at the threshold, and resets in the step of the spike.
const cite = ["doi:10.1126/sciadv.adi1480"];

const threshold = { v_threshold: { default: 1, about: "spike threshold, inclusive" } };
const toValue = {
  ...threshold,
  v_reset: { default: 0, about: "reset and resting potential" },
};
const tau = { default: 2, min: 1, about: "membrane time constant, in steps" };
const w = { default: 0, about: "weight whose logistic function is the inverse time constant" };
const when = "v >= v_threshold";
const hard = { when, reset: { v: "v_reset" } };
const soft = { when, reset: { v: "v - v_threshold" } };
const share = "1 / (1 + exp(-w))";

/** `IFNode()`. */
export const spikingjellyIf = frameworkNeuron({
  name: "spikingjelly-if",
  about: "Integrate-and-fire neuron of SpikingJelly, reset to a value.",
  cite,
  parameters: toValue,
  state: { v: "v_reset" },
  step: [{ v: "v + x" }],
  spike: hard,
});

/** `IFNode(v_reset=None)`. */
export const spikingjellyIfSoft = frameworkNeuron({
  name: "spikingjelly-if-soft",
  about: "Integrate-and-fire neuron of SpikingJelly, reset by subtraction.",
  cite,
  parameters: threshold,
  step: [{ v: "v + x" }],
  spike: soft,
});

/** `LIFNode(tau)`: input is divided by the time constant. */
export const spikingjellyLif = frameworkNeuron({
  name: "spikingjelly-lif",
  about: "Leaky neuron of SpikingJelly, reset to a value.",
  cite,
  parameters: { tau, ...toValue },
  state: { v: "v_reset" },
  step: [{ v: "v + (x - (v - v_reset)) / tau" }],
  spike: hard,
});

/** `LIFNode(tau, v_reset=None)`. */
export const spikingjellyLifSoft = frameworkNeuron({
  name: "spikingjelly-lif-soft",
  about: "Leaky neuron of SpikingJelly, reset by subtraction.",
  cite,
  parameters: { tau, ...threshold },
  step: [{ v: "v + (x - v) / tau" }],
  spike: soft,
});

/** `LIFNode(tau, decay_input=False)`: input is not scaled. */
export const spikingjellyLifFull = frameworkNeuron({
  name: "spikingjelly-lif-full",
  about: "Leaky neuron of SpikingJelly with unscaled input, reset to a value.",
  cite,
  parameters: { tau, ...toValue },
  state: { v: "v_reset" },
  step: [{ v: "v - (v - v_reset) / tau + x" }],
  spike: hard,
});

/** `LIFNode(tau, decay_input=False, v_reset=None)`. */
export const spikingjellyLifFullSoft = frameworkNeuron({
  name: "spikingjelly-lif-full-soft",
  about: "Leaky neuron of SpikingJelly with unscaled input, reset by subtraction.",
  cite,
  parameters: { tau, ...threshold },
  step: [{ v: "v * (1 - 1 / tau) + x" }],
  spike: soft,
});

/** `ParametricLIFNode()`; a `w` of 0 means a time constant of 2 steps. */
export const spikingjellyPlif = frameworkNeuron({
  name: "spikingjelly-plif",
  about: "Leaky neuron of SpikingJelly with a trainable time constant, reset to a value.",
  cite: [...cite, "doi:10.1109/ICCV48922.2021.00266"],
  parameters: { w, ...toValue },
  state: { v: "v_reset" },
  step: [{ v: `v + (x - (v - v_reset)) * (${share})` }],
  spike: hard,
});

/** `ParametricLIFNode(v_reset=None)`. */
export const spikingjellyPlifSoft = frameworkNeuron({
  name: "spikingjelly-plif-soft",
  about: "Leaky neuron of SpikingJelly with a trainable time constant, reset by subtraction.",
  cite: [...cite, "doi:10.1109/ICCV48922.2021.00266"],
  parameters: { w, ...threshold },
  step: [{ v: `v + (x - v) * (${share})` }],
  spike: soft,
});
