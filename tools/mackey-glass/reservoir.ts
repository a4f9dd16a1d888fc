import { defineNeuron, type NetworkRecord } from "spikeloom";
import { type Stream, stream, streamKey } from "../../packages/random/src/index.ts";

/** Number of 1 ms steps per point of the series. */
export const pointSteps = 60;
/** Neurons that receive the series, and neurons that receive the output of these up to this many points earlier. */
export interface Sizes {
  readonly encoders: number;
  readonly reservoir: number;
}
const mostPoints = 10;
/** Time constant in ms of both filters of the readout. */
export const tauOut = 20;

/** Neuron that keeps the excess over its threshold at a spike, so that its rate follows its drive continuously. */
const relay = defineNeuron({
  name: "relay",
  about: "Leaky neuron that loses its threshold at a spike, with responses that decay.",
  parameters: {
    tau_m: { default: "10 ms", about: "membrane time constant" },
    tau_psp: { default: "40 ms", about: "decay of the response to a spike" },
    v_threshold: { default: "1 mV", about: "firing threshold" },
  },
  receptors: { psp: { unit: "mV", about: "response to a spike", on: { u: "u + weight" } } },
  inputs: { drive: { unit: "mV", about: "potential that it is driven to" } },
  state: {
    v: { initial: "0 mV", unit: "mV", about: "membrane potential" },
    u: { initial: "0 mV", unit: "mV", about: "sum of responses" },
  },
  dynamics: { v: "(drive + u - v) / tau_m", u: "-u / tau_psp" },
  spike: { when: "v >= v_threshold", reset: { v: "v - v_threshold" } },
});

/** Neuron that filters spikes twice, so that the response to a single spike rises and falls without a jump. */
const smoothing = defineNeuron({
  name: "smoothing",
  about: "Readout whose value is a sum of spikes behind two filters, one after the other.",
  parameters: { tau: { default: `${tauOut} ms`, about: "decay of both filters" } },
  receptors: { psp: { unit: "mV", about: "jump of the first filter", on: { u: "u + weight" } } },
  state: {
    v: { initial: "0 mV", unit: "mV", about: "second filter" },
    u: { initial: "0 mV", unit: "mV", about: "first filter" },
  },
  dynamics: { v: "(u - v) / tau", u: "-u / tau" },
});

/** The readout: its value is the forecast of the next point. */
export const output = { model: smoothing, size: 1 };

/** The projections whose weights are trained. */
export const readoutFrom = (population: keyof Sizes) =>
  ({
    name: `${population}->output`,
    from: population,
    to: "output",
    delay: "1 ms",
    connector: { kind: "all-to-all" },
    weight: "0 mV",
  }) as const;

/** Build a reservoir without loops: its memory consists of the delays of its connections. */
export function reservoir(seed: number, sizes: Sizes): NetworkRecord {
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    seed,
    populations: {
      encoders: { model: relay, size: sizes.encoders },
      reservoir: { model: relay, size: sizes.reservoir },
      output,
    },
    projections: [
      {
        name: "encoders->reservoir",
        from: "encoders",
        to: "reservoir",
        connector: { kind: "fixed-indegree", n: 20 },
        weight: { draw: "normal", mean: "0 mV", sd: "0.33 mV" },
        delay: {
          draw: "uniform",
          low: "5 ms",
          high: `${mostPoints * pointSteps} ms`,
          round: "5 ms",
        },
      },
      { ...readoutFrom("encoders"), synapse: "static" },
      { ...readoutFrom("reservoir"), synapse: "static" },
    ],
  };
}

/** Drive of each neuron: a constant, and a gain per standard deviation of the value. */
export interface Tuning {
  readonly offsets: Float64Array;
  readonly gains: Float64Array;
}

/** Draw the encoders' responses to the series: half of them prefer high values, half low ones. */
export function drawTunings(
  seed: number,
  sizes: Sizes,
): { readonly encoders: Tuning; readonly reservoir: Float64Array } {
  const draws = stream(streamKey(seed, "mackey-glass"), 0);
  const offsets = uniform(draws, sizes.encoders, [1, 5]);
  const sizesOf = uniform(draws, sizes.encoders, [2, 4]);
  const gains = sizesOf.map((gain) => (draws.uniform() < 0.5 ? -gain : gain));
  return {
    encoders: { offsets, gains },
    reservoir: uniform(draws, sizes.reservoir, [-1, 4]),
  };
}

function uniform(draws: Stream, size: number, [low, high]: readonly [number, number]) {
  return Float64Array.from({ length: size }, () => low + (high - low) * draws.uniform());
}
