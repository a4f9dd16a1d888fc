import type { NetworkRecord } from "@spikeloom/kernel";
import { allToAll, network, population, projection, record } from "@spikeloom/network";
import { lifCondExp, poisson } from "@spikeloom/neurons";
import { stdpPair, withWeightUnit } from "@spikeloom/plasticity";

/** Inputs of the neuron. */
const inputs = 1000;

/** Maximum weight in nS: 0.01 of the leak, as in Brian2's example. */
export const greatest = 1;

/** Weights are conductances, relative to a leak of 100 nS. */
const rule = withWeightUnit(stdpPair, "nS", "stdp-pair-cond");

/** One neuron with 1000 plastic synapses, each with its own Poisson spikes at 15 Hz. */
export function songNetwork(duration = "100 s"): NetworkRecord {
  const input = population(poisson, inputs, { parameters: { rate: "15 Hz" } });
  const parameters = {
    c_m: "1 nF",
    tau_m: "10 ms",
    v_rest: "-74 mV",
    v_reset: "-60 mV",
    v_threshold: "-54 mV",
    tau_refrac: "0 ms",
    tau_syn_exc: "5 ms",
    e_rev_exc: "0 mV",
  } as const;
  // Integrated as in Brian2's example; a finer scheme changes less than another seed does.
  const neuron = population(lifCondExp, 1, { parameters, integrator: "euler" });
  return network({
    name: "song-2000",
    cite: ["doi:10.1038/78829"],
    dt: "0.1 ms",
    duration,
    convention: "brian2",
    populations: { input, neuron },
    projections: [
      projection(input, neuron, {
        name: "learning",
        receptor: "excitatory",
        connector: allToAll(),
        weight: { draw: "uniform", low: "0 nS", high: `${greatest} nS` },
        delay: "0 ms",
        plasticity: {
          model: rule,
          parameters: {
            tau_plus: "20 ms",
            tau_minus: "20 ms",
            a_plus: 0.01,
            a_minus: 0.0105,
            w_min: "0 nS",
            w_max: `${greatest} nS`,
          },
        },
      }),
    ],
    record: [record(neuron)],
    recordSynapses: [{ projection: "learning" }],
  });
}
