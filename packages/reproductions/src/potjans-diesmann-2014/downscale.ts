import {
  type CircuitPopulation,
  circuit,
  externalRate,
  externalWeight,
  meanWeight,
  synapseCount,
  synapticDecay,
} from "./circuit.ts";

/** The drive from outside: Poisson spikes, or their mean as a constant current. */
export type CircuitDrive = "poisson" | "dc";

/** Minimum constant current in pA that makes a neuron fire: 250 pF × 15 mV / 10 ms. */
export const rheobase = 375;

/**
 * Compute the constant current of a neuron in pA.
 *
 * With in-degrees scaled by f and weights by 1 / sqrt(f), fluctuations stay and the mean input decreases
 * by 1 - sqrt(f); the current compensates for it (van Albada et al. 2015, doi:10.1371/journal.pcbi.1004490).
 */
export function constantCurrent(to: CircuitPopulation, scale: number, drive: CircuitDrive): number {
  const missing = 1 - Math.sqrt(scale);
  const outside = inputMean(to.external * externalRate * externalWeight);
  const inside = circuit.map((from) => {
    const indegree = synapseCount(from, to) / to.size;
    return inputMean(indegree * from.rate * meanWeight(from, to));
  });
  const recurrent = inside.reduce((sum, current) => sum + current, 0);
  return missing * recurrent + (drive === "dc" ? 1 : missing) * outside;
}

/** Mean current in pA of weights (pA) that arrive at a total rate (Hz). */
function inputMean(weightPerSecond: number): number {
  return (weightPerSecond * synapticDecay) / 1000;
}
