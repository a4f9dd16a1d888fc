import {
  allToAll,
  defineNeuron,
  type NetworkRecord,
  network,
  neurons,
  plasticity,
  population,
  projection,
} from "spikeloom";

/** Learnt values of a network. */
export interface Learnt {
  /** From each pixel to each neuron, pixel by pixel, in nS. */
  readonly weights: Float64Array;
  /** Increase of each neuron's threshold, in mV. */
  readonly rise: Float64Array;
}

const pixel = defineNeuron({
  name: "pixel",
  about: "Poisson source whose rate is set from outside.",
  parameters: {},
  inputs: { rate: { unit: "Hz", about: "mean rate" } },
  spike: { rate: "rate" },
});

/** Pixels of the paper's images: with fewer, each has a larger weight. */
const paperPixels = 28 * 28;

/** Sum to which the weights onto a neuron are scaled before each image, in nS. */
export const weightSum = 78;

/**
 * Build pixels and competing neurons, following Diehl and Cook 2015.
 *
 * A neuron inhibits all others when it spikes, and each of its spikes raises its threshold. A network with learnt
 * values does not learn.
 */
export function digitNetwork(pixels: number, size: number, learnt?: Learnt): NetworkRecord {
  const share = paperPixels / pixels;
  const inputs = population(pixel, pixels);
  const learners = population(neurons.lifCondExpAdaptiveThreshold, size, {
    parameters: {
      quiet_for: "0 ms",
      ...(learnt && { v_step: "0 mV", tau_rise: "1e12 ms" }),
    },
    ...(learnt && { initial: { v_rise: { values: learnt.rise, unit: "mV" } } }),
    integrator: "euler",
  });
  return network({
    dt: "0.5 ms",
    populations: { inputs, learners },
    projections: [
      projection(inputs, learners, {
        name: "learnt",
        connector: allToAll(),
        receptor: "excitatory",
        weight: learnt
          ? { values: learnt.weights, unit: "nS" }
          : { draw: "uniform", low: `${0.003 * share} nS`, high: `${0.303 * share} nS` },
        delay: { draw: "uniform", low: "0.5 ms", high: "10 ms", round: "0.5 ms" },
        ...(learnt
          ? {}
          : {
              plasticity: {
                model: plasticity.diehlCook,
                parameters: {
                  nu_pre: `${0.0001 * share} nS`,
                  nu_post: `${0.01 * share} nS`,
                  w_max: `${share} nS`,
                },
              },
            }),
      }),
      projection(learners, learners, {
        name: "competition",
        connector: allToAll({ autapses: false }),
        receptor: "inhibitory",
        weight: "17 nS",
        delay: "0.5 ms",
      }),
    ],
  });
}
