import type { NetworkRecord } from "@spikeloom/kernel";
import { network, oneToOne, population, projection, record } from "@spikeloom/network";
import { lifCurrAlpha, spikeArray } from "@spikeloom/neurons";
import type { TimeDrivenNeuron } from "../time-driven-neuron.ts";

/** The neuron of NEST's tests of accuracy, by the authors of the paper. */
export const neuron: TimeDrivenNeuron = {
  shape: "alpha",
  cM: 250,
  tauM: 10,
  tauSyn: 0.3,
  threshold: 15,
  refractory: 2,
  current: 1000,
};

/** The finest step of these tests, in ms. */
export const finest: number = 2 ** -14;

/** Peak of the current of one input spike, its constant current, and the rate of its input in spikes per ms. */
export const poisson = { weight: 65, current: -530, rate: 16 } as const;

interface AccuracyOptions {
  readonly dt: number;
  readonly duration: number;
  /** Constant currents in pA, one for each neuron. */
  readonly currents: readonly number[];
  readonly threshold?: number;
  /** Input spikes of each neuron, which arrive 1 ms later. */
  readonly times?: readonly (readonly number[])[];
}

/** Neurons with constant currents and given input. */
export function accuracyNetwork(options: AccuracyOptions): NetworkRecord {
  const { dt, duration, currents, times = [], threshold = neuron.threshold } = options;
  const n = population(lifCurrAlpha, currents.length, {
    parameters: {
      c_m: `${neuron.cM} pF`,
      tau_m: `${neuron.tauM} ms`,
      tau_syn_exc: `${neuron.tauSyn} ms`,
      v_rest: "0 mV",
      v_reset: "0 mV",
      v_threshold: `${threshold} mV`,
      tau_refrac: `${neuron.refractory} ms`,
      i_offset: { values: [...currents], unit: "pA" },
    },
  });
  const s = population(spikeArray, Math.max(1, times.length), {
    times: times.map((train) => train.map((time) => `${time} ms`)),
  });
  const input = projection(s, n, {
    receptor: "excitatory",
    connector: oneToOne(),
    weight: `${poisson.weight} pA`,
    delay: "1 ms",
  });
  const isDriven = times.length > 0;
  return network({
    name: "morrison-straube-2007",
    cite: ["doi:10.1162/neco.2007.19.1.47"],
    dt: `${dt} ms`,
    duration: `${duration} ms`,
    convention: "nest",
    populations: isDriven ? { n, s } : { n },
    projections: isDriven ? [input] : [],
    record: [record(n, ["spikes", "v"], { every: `${duration} ms` })],
  });
}
