import { defineNeuron, type NetworkRecord, type Value } from "@spikeloom/kernel";
import { allToAll, network, oneToOne, population, projection, record } from "@spikeloom/network";
import { lifCondExp, lifCondExpAdaptiveThreshold } from "@spikeloom/neurons";
import { diehlCook } from "@spikeloom/plasticity";
import { pixelsPerDigit } from "./digit-size.ts";

/** A pixel: a Poisson source whose rate is set from outside. */
const pixel = defineNeuron({
  name: "diehl-cook-pixel",
  about: "Poisson source whose rate is an input.",
  cite: ["doi:10.3389/fncom.2015.00099"],
  parameters: {},
  inputs: { rate: { unit: "Hz", about: "mean rate" } },
  spike: { rate: "rate" },
});

/** The scheme of the authors' program. */
const integrator = "euler";

/** Parameters of the inhibitory neurons, which relay each spike; the leak is 1 nS, as in the others. */
const inhibitory = {
  c_m: "10 pF",
  tau_m: "10 ms",
  v_rest: "-60 mV",
  v_reset: "-45 mV",
  v_threshold: "-40 mV",
  tau_refrac: "2 ms",
  tau_syn_exc: "1 ms",
  tau_syn_inh: "2 ms",
  e_rev_inh: "-85 mV",
} as const;

/** Learned values of a network. */
export interface Learnt {
  /** Of each source onto each neuron, source after source, in nS. */
  readonly weights: Float64Array;
  /** Of the threshold of each neuron, in mV. */
  readonly rise: Float64Array;
}

/**
 * The network of the paper, with as many learning neurons as inhibitory ones.
 *
 * A network that is given learned weights and thresholds keeps them fixed.
 */
export function digitNetwork(neurons: number, learnt?: Learnt): NetworkRecord {
  const initialWeight: Value = { draw: "uniform", low: "0.003 nS", high: "0.303 nS" };
  const input = population(pixel, pixelsPerDigit);
  const E = population(lifCondExpAdaptiveThreshold, neurons, {
    parameters: {
      // The paper has a refractory period, but no dead time beyond it.
      quiet_for: "0 ms",
      ...(learnt && { v_step: "0 mV", tau_rise: "1e12 ms" }),
    },
    ...(learnt && { initial: { v_rise: { values: learnt.rise, unit: "mV" } } }),
    integrator,
  });
  const I = population(lifCondExp, neurons, { parameters: inhibitory, integrator });
  return network({
    name: "diehl-cook-2015",
    cite: ["doi:10.3389/fncom.2015.00099"],
    dt: "0.5 ms",
    convention: "brian2",
    populations: { input, E, I },
    projections: [
      projection(input, E, {
        connector: allToAll(),
        receptor: "excitatory",
        weight: learnt ? { values: learnt.weights, unit: "nS" } : initialWeight,
        delay: { draw: "uniform", low: "0 ms", high: "10 ms" },
        ...(!learnt && { plasticity: diehlCook }),
      }),
      projection(E, I, {
        connector: oneToOne(),
        receptor: "excitatory",
        weight: "10.4 nS",
        delay: "0 ms",
      }),
      projection(I, E, {
        connector: allToAll({ autapses: false }),
        receptor: "inhibitory",
        weight: "17 nS",
        delay: "0 ms",
      }),
    ],
    record: [record(E)],
  });
}

/** The network with a few neurons that sees a white bar, for runs without digits. */
export function barNetwork(): NetworkRecord {
  const bar = "50*Hz * int(i >= 12 * 28 and i < 16 * 28)";
  return {
    ...digitNetwork(20),
    duration: "100 ms",
    stimuli: [{ kind: "formula", into: "input", input: "rate", value: bar }],
  };
}
