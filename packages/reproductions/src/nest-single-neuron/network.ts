import type { NetworkRecord, NeuronRecord } from "@spikeloom/kernel";
import { network, oneToOne, population, projection, record, stepInput } from "@spikeloom/network";
import { adex, lifCurrAlpha, type lifCurrExp, mat2CurrExp, spikeArray } from "@spikeloom/neurons";

const head = { convention: "nest", dt: "0.1 ms" } as const;

/** A neuron with its own constant current. */
export function directCurrent(model: NeuronRecord, current: string, dt = "0.1 ms"): NetworkRecord {
  const neuron = population(model, 1, { parameters: { i_offset: current } });
  const recorded = record(neuron, ["spikes", "v"]);
  return network({ ...head, dt, duration: "8 ms", populations: { neuron }, record: [recorded] });
}

/** A neuron under a current that is switched on at 0.2 ms. */
export function switchedCurrent(): NetworkRecord {
  const neuron = population(lifCurrAlpha, 1);
  return network({
    ...head,
    duration: "8 ms",
    populations: { neuron },
    stimuli: [stepInput(neuron, { times: ["0.2 ms"], values: ["1000 pA"] })],
    record: [record(neuron, ["spikes", "v"])],
  });
}

/** A neuron that fires at 3 ms, and its target 1 ms away. */
export function twoNeurons(): NetworkRecord {
  const source = population(lifCurrAlpha, 1, { parameters: { i_offset: "1450 pA" } });
  const target = population(lifCurrAlpha, 1);
  return network({
    ...head,
    duration: "14 ms",
    populations: { source, target },
    projections: [
      projection(source, target, {
        receptor: "excitatory",
        connector: oneToOne(),
        // Only the first spike matters: the second one is at 8 ms.
        weight: "100 pA",
        delay: "1 ms",
      }),
    ],
    record: [record(source, ["spikes"]), record(target, ["v"])],
  });
}

/** One spike onto a neuron with alpha-shaped currents, sampled finely around the peak. */
export function singlePotential(): NetworkRecord {
  const source = population(spikeArray, 1, { times: [["1 ms"]] });
  const target = population(lifCurrAlpha, 1, {
    parameters: { tau_m: "20 ms", tau_syn_exc: "0.5 ms" },
  });
  return network({
    ...head,
    dt: "0.01 ms",
    duration: "10 ms",
    populations: { source, target },
    projections: [
      projection(source, target, {
        receptor: "excitatory",
        connector: oneToOne(),
        weight: "1000 pA",
        delay: "1 ms",
      }),
    ],
    record: [record(target, ["v"])],
  });
}

/** Distances of the synaptic from the membrane time constant, in ms. */
export const distances: readonly string[] = [
  ...["0", "1e-10", "-1e-10", "1e-8", "-1e-8", "1e-6", "-1e-6"],
  ...["1e-4", "-1e-4", "1e-2", "-1e-2", "1e-1", "-1e-1"],
];

/** One spike onto neurons with two nearly or exactly equal time constants. */
export function equalTimeConstants(model: typeof lifCurrAlpha | typeof lifCurrExp): NetworkRecord {
  const source = population(spikeArray, 1, { times: [["1 ms"]] });
  const values = distances.map((distance) => 10 + Number(distance));
  const target = population(model, distances.length, {
    parameters: { tau_syn_exc: { values, unit: "ms" } },
  });
  return network({
    ...head,
    duration: "7 ms",
    populations: { source, target },
    projections: [
      projection(source, target, {
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: "100 pA",
        delay: "1 ms",
      }),
    ],
    record: [record(target, ["v"])],
  });
}

/** The neuron with a threshold of two time scales under a constant current. */
export function adaptiveThreshold(): NetworkRecord {
  const neuron = population(mat2CurrExp, 1);
  return network({
    ...head,
    duration: "8 ms",
    populations: { neuron },
    // A generator of NEST that is active from the start reaches its target two steps later.
    stimuli: [stepInput(neuron, { times: ["0.2 ms"], values: ["2400 pA"] })],
    record: [record(neuron)],
  });
}

/** An adaptive exponential neuron with the step and integrator that the model fixes. */
export function adaptiveExponential(): NetworkRecord {
  const neuron = population(adex, 1, {
    parameters: {
      c_m: "200 pF",
      g_l: "11 nS",
      v_rest: "-70 mV",
      v_threshold: "-50 mV",
      v_reset: "-58 mV",
      v_spike: "0 mV",
      tau_w: "300 ms",
      a: "3 nS",
      b: "0 pA",
      i_offset: "420 pA",
    },
  });
  const recorded = record(neuron, ["spikes", "v", "w"]);
  const populations = { neuron };
  return network({ ...head, duration: "20 ms", populations, record: [recorded] });
}
