import { defineNeuron, type NeuronRecord } from "@spikeloom/kernel";
import { delayLine } from "./delay-line.ts";
import { rungeKutta } from "./runge-kutta.ts";

const cite = ["doi:10.1038/nn.2479"];

const adexScheme = rungeKutta(
  {
    v: {
      unit: "mV",
      derivative:
        "where(left > 0.5, 0*mV/ms, (g_l * (v_rest - v) + g_l * delta_t * exp((v - v_th) / delta_t) - w + z) / c_m)",
    },
    w: { unit: "pA", derivative: "where(left > 0.5, 0*pA/ms, (a * (v - v_rest) - w) / tau_w)" },
    z: { unit: "pA", derivative: "-z / tau_z" },
    v_th: { unit: "mV", derivative: "(v_th_rest - v_th) / tau_v_th" },
    u_plus: { unit: "mV", derivative: "(v - u_plus) / tau_u_plus" },
    u_minus: { unit: "mV", derivative: "(v - u_minus) / tau_u_minus" },
  },
  1,
);

// 4 ms, of which the first value is that of the present step.
const adexPlus = delayLine("u_plus", { steps: 40, initial: "v_rest" });
const adexMinus = delayLine("u_minus", { steps: 40, initial: "v_rest" });

/**
 * The paper's adaptive exponential neuron: spike afterpotential, moving threshold, clamped spikes.
 *
 * An upstroke takes less than a thousandth of a millisecond. Only the exponential matters then,
 * so its duration and integral have a closed form.
 */
export const adaptiveNeuron: NeuronRecord = defineNeuron({
  name: "clopath-2010-adex",
  about:
    "Adaptive exponential neuron with an afterpotential, and spikes held at their peak for 2 ms.",
  cite,
  parameters: {
    c_m: { default: "281 pF", about: "membrane capacitance" },
    g_l: { default: "30 nS", about: "leak conductance" },
    v_rest: { default: "-70.6 mV", about: "resting potential" },
    v_reset: { default: "-49.6 mV", about: "potential right after a spike" },
    v_peak: { default: "33 mV", about: "potential during a spike" },
    delta_t: { default: "2 mV", about: "slope factor" },
    a: { default: "4 nS", about: "subthreshold adaptation" },
    b: { default: "0.0805 pA", about: "adaptation by a spike" },
    tau_w: { default: "144 ms", about: "decay of adaptation" },
    i_after: { default: "400 pA", about: "afterpotential current right after a spike" },
    tau_z: { default: "40 ms", about: "decay of the afterpotential current" },
    v_th_rest: { default: "-50.4 mV", about: "threshold at rest" },
    v_th_max: { default: "30.4 mV", about: "threshold right after a spike" },
    tau_v_th: { default: "50 ms", about: "decay of the threshold" },
    tau_u_plus: { default: "7 ms", about: "filter of the potential for potentiation" },
    tau_u_minus: { default: "10 ms", about: "filter of the potential for depression" },
    spike_steps: { default: 21, about: "steps of a spike, with the one in which it takes off" },
  },
  receptors: {
    jump: { unit: "1", about: "jump of the potential in mV", on: { v: "v + weight * mV" } },
    late: {
      unit: "1",
      about: "the same at the end of the next step",
      on: { coming: "coming + weight * mV" },
    },
  },
  state: {
    v: { initial: "v_rest", unit: "mV", about: "membrane potential" },
    w: { initial: "0 pA", unit: "pA", about: "adaptation current" },
    z: { initial: "0 pA", unit: "pA", about: "afterpotential current" },
    v_th: { initial: "v_th_rest", unit: "mV", about: "threshold" },
    u_plus: { initial: "v_rest", unit: "mV", about: "filtered potential for potentiation" },
    u_minus: { initial: "v_rest", unit: "mV", about: "filtered potential for depression" },
    coming: { initial: "0 mV", unit: "mV", about: "jump at the end of the next step" },
    left: { initial: 0, unit: "1", about: "steps that are left of a spike" },
    fired: { initial: 0, unit: "1", about: "1 in the step in which a spike takes off" },
    ...adexScheme.state,
    ...adexPlus.state,
    ...adexMinus.state,
  },
  expressions: {
    takes_off: {
      value: "where(left > 0.5, 0, where(v - v_th > 5 * delta_t, 1, 0))",
      unit: "1",
      about: "1 where the exponential takes over",
    },
    rise: {
      value: "c_m / g_l * (exp((v_th - v) / delta_t) - exp((v_th - v_peak) / delta_t))",
      unit: "ms",
      about: "time from here to the peak",
    },
  },
  step: [
    {
      fired: "takes_off",
      left: "where(takes_off > 0.5, spike_steps, left)",
      v: "where(takes_off > 0.5, v_peak, v)",
      // During the upstroke, the potential is on average delta_t above its start.
      w: "where(takes_off > 0.5, w + b + rise * (a * (v + delta_t - v_rest) - w) / tau_w, w)",
      u_plus: "where(takes_off > 0.5, u_plus + rise * (v + delta_t - v_peak) / tau_u_plus, u_plus)",
      u_minus:
        "where(takes_off > 0.5, u_minus + rise * (v + delta_t - v_peak) / tau_u_minus, u_minus)",
      // Variables set at the peak decay only for the rest of the step.
      z: "where(takes_off > 0.5, i_after * exp(rise / tau_z), z)",
      v_th: "where(takes_off > 0.5, v_th_rest + (v_th_max - v_th_rest) * exp(rise / tau_v_th), v_th)",
    },
    ...adexScheme.step,
    {
      left: "max(left - 1, 0)",
      // Input during a spike is lost.
      v: "where(left > 1.5, v, where(left > 0.5, v_reset, v + coming))",
      coming: "0*mV",
    },
    { ...adexPlus.step, ...adexMinus.step },
  ],
  spike: { when: "fired > 0.5" },
});

const membraneScheme = rungeKutta(
  {
    v: {
      unit: "mV",
      derivative:
        "(g_na * m**3 * h * (e_rev_na - v) + g_k * n**4 * (e_rev_k - v) + g_l * (e_rev_leak - v) + i_syn) / c_m",
    },
    m: {
      unit: "1",
      derivative: "((1 - m) / exprel((-40 - v / mV) / 10) - m * 4 * exp((-65 - v / mV) / 18)) / ms",
    },
    h: {
      unit: "1",
      derivative:
        "((1 - h) * 0.07 * exp((-65 - v / mV) / 20) - h / (1 + exp((-35 - v / mV) / 10))) / ms",
    },
    n: {
      unit: "1",
      derivative:
        "((1 - n) * 0.1 / exprel((-55 - v / mV) / 10) - n * 0.125 * exp((-65 - v / mV) / 80)) / ms",
    },
    i_rise: { unit: "pA", derivative: "-i_rise / tau_syn" },
    i_syn: { unit: "pA", derivative: "(i_rise - i_syn) / tau_syn" },
    u_plus: { unit: "mV", derivative: "(v - u_plus) / tau_u_plus" },
    u_minus: { unit: "mV", derivative: "(v - u_minus) / tau_u_minus" },
  },
  10,
);

// 5 ms. Filtered potentials start at 0 mV, as in NEST, and have not settled at the first pair.
const membranePlus = delayLine("u_plus", { steps: 50, initial: "0 mV" });
const membraneMinus = delayLine("u_minus", { steps: 50, initial: "0 mV" });

/** The squid axon's membrane with an alpha-shaped current and filtered potentials. */
export const membraneNeuron: NeuronRecord = defineNeuron({
  name: "clopath-2010-hodgkin-huxley",
  about: "Hodgkin and Huxley's membrane with an alpha-shaped current and filtered potentials.",
  cite,
  parameters: {
    c_m: { default: "100 pF", about: "membrane capacitance" },
    g_na: { default: "12000 nS", about: "peak sodium conductance" },
    g_k: { default: "3600 nS", about: "peak potassium conductance" },
    g_l: { default: "30 nS", about: "leak conductance" },
    e_rev_na: { default: "50 mV", about: "sodium reversal potential" },
    e_rev_k: { default: "-77 mV", about: "potassium reversal potential" },
    e_rev_leak: { default: "-54.402 mV", about: "leak reversal potential" },
    tau_syn: { default: "0.2 ms", about: "time to peak of the current" },
    tau_u_plus: { default: "114 ms", about: "filter of the potential for potentiation" },
    tau_u_minus: { default: "10 ms", about: "filter of the potential for depression" },
  },
  receptors: {
    jump: {
      unit: "1",
      about: "current whose peak is the weight in pA",
      on: { i_rise: "i_rise + e * weight * pA" },
    },
    late: {
      unit: "1",
      about: "the same from the end of the next step",
      on: { coming: "coming + e * weight * pA" },
    },
  },
  state: {
    v: { initial: "-64.9 mV", unit: "mV", about: "membrane potential" },
    // Steady state of the gates at -65 mV.
    m: { initial: 0.0529324852572496, unit: "1", about: "sodium activation" },
    h: { initial: 0.5961207535084603, unit: "1", about: "sodium inactivation" },
    n: { initial: 0.3176769140606974, unit: "1", about: "potassium activation" },
    i_rise: { initial: "0 pA", unit: "pA", about: "drive of the current" },
    i_syn: { initial: "0 pA", unit: "pA", about: "synaptic current" },
    coming: {
      initial: "0 pA",
      unit: "pA",
      about: "rise of that drive at the end of the next step",
    },
    u_plus: { initial: "0 mV", unit: "mV", about: "filtered potential for potentiation" },
    u_minus: { initial: "0 mV", unit: "mV", about: "filtered potential for depression" },
    ...membraneScheme.state,
    ...membranePlus.state,
    ...membraneMinus.state,
  },
  step: [
    ...membraneScheme.step,
    { i_rise: "i_rise + coming", coming: "0*pA" },
    { ...membranePlus.step, ...membraneMinus.step },
  ],
  spike: { when: "v > 0*mV", edge: "rising" },
});
