import type { NetworkRecord } from "@spikeloom/kernel";
import { network, oneToOne, population, projection } from "@spikeloom/network";
import { lifDelta, spikeArray } from "@spikeloom/neurons";
import { stdpTriplet, withWeightUnit } from "@spikeloom/plasticity";

/** A pairing: number of pairs, and interval from the source's spike to the target's. */
export interface Pairing {
  /** In Hz. */
  readonly frequency: number;
  /** In ms; negative if the target fires first. */
  readonly lag: 10 | -10;
}

/** The pairings of Sjöström and others 2001 that the rule was fitted to. */
export const pairings: readonly Pairing[] = ([10, -10] as const).flatMap((lag) =>
  [0.1, 10, 20, 40, 50].map((frequency) => ({ frequency, lag })),
);

/** Pairs in a protocol. */
const pairs = 60;

/** Synapses whose weight is a small part of a mV, so that the paper's amplitudes are its steps. */
const triplet = withWeightUnit(stdpTriplet, "mV", "stdp-triplet-delta");

/** All-to-all parameters for visual cortex, by the rows of table 3; each a fraction of the weight. */
export const parameterSets = {
  full: {},
  minimal: {
    tau_y: "114 ms",
    a2_plus: "0 mV",
    a2_minus: "0.0071 mV",
    a3_plus: "0.0065 mV",
    a3_minus: "0 mV",
  },
} as const;

/** Each pairing at a separate synapse, whose weight starts at 1 mV. */
export function pairingNetwork(set: keyof typeof parameterSets, duration = "600 s"): NetworkRecord {
  const source = population(spikeArray, pairings.length, { times: pairings.map(sourceTimes) });
  const teacher = population(spikeArray, pairings.length, { times: pairings.map(targetTimes) });
  const target = population(lifDelta, pairings.length, { parameters: { v_reset: "0 mV" } });
  // Both reach the target after 1 ms; the synapse receives the target's spike immediately, as in the paper.
  const each = { connector: oneToOne(), delay: "1 ms", dendritic: 0 };
  return network({
    name: `pfister-gerstner-2006-${set}`,
    cite: ["doi:10.1523/JNEUROSCI.1425-06.2006"],
    dt: "1 ms",
    duration,
    convention: "nest",
    populations: { source, teacher, target },
    projections: [
      // Far above the threshold of 20 mV: the target fires in the step of arrival.
      projection(teacher, target, { connector: oneToOne(), delay: "1 ms", weight: "100 mV" }),
      projection(source, target, {
        ...each,
        name: "learning",
        weight: "1 mV",
        plasticity: { model: triplet, parameters: parameterSets[set] },
      }),
    ],
    recordSynapses: [{ projection: "learning" }],
  });
}

function sourceTimes({ frequency, lag }: Pairing): readonly string[] {
  return train(frequency, Math.max(0, -lag));
}

function targetTimes({ frequency, lag }: Pairing): readonly string[] {
  return train(frequency, Math.max(0, lag));
}

/** Times of a train whose first spike is `offset` later than 10 ms; periods are whole milliseconds. */
function train(frequency: number, offset: number): readonly string[] {
  const period = 1000 / frequency;
  return Array.from({ length: pairs }, (_, k) => `${10 + offset + k * period} ms`);
}
