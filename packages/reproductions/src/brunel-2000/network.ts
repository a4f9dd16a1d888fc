import type { NetworkRecord } from "@spikeloom/kernel";
import {
  fixedIndegree,
  network,
  poissonInput,
  population,
  projection,
  record,
} from "@spikeloom/network";
import { lifDelta } from "@spikeloom/neurons";

/** One of the four states of figure 8. */
export interface BrunelState {
  readonly about: string;
  /** Inhibitory over excitatory weight. */
  readonly g: number;
  /** External rate divided by the rate at which the mean input reaches threshold. */
  readonly drive: number;
  readonly dt: "0.1 ms" | "0.05 ms";
}

/** The states by the letters of figure 8. */
export const brunelStates: Readonly<Record<"A" | "B" | "C" | "D", BrunelState>> = {
  A: { about: "synchronous regular", g: 3, drive: 2, dt: "0.1 ms" },
  // The oscillation sharpens as the step shrinks, which raises the rate from 58.7 to 61 Hz.
  B: { about: "synchronous irregular, fast", g: 6, drive: 4, dt: "0.05 ms" },
  C: { about: "asynchronous irregular", g: 5, drive: 2, dt: "0.1 ms" },
  D: { about: "synchronous irregular, slow", g: 4.5, drive: 0.9, dt: "0.1 ms" },
};

/** Excitatory weights in a mV. */
const perMillivolt = 10;

/** External rate of one source at threshold, in Hz: 20 mV / (0.1 mV × 1000 × 20 ms). */
const thresholdRate = 10;

/**
 * Brunel's sparsely connected network of 12 500 neurons in one state.
 *
 * Model A.
 */
export function brunelNetwork(
  { about, g, drive, dt }: BrunelState,
  duration = "1 s",
): NetworkRecord {
  // The defaults of this model are the paper's neuron: 20 ms, threshold 20 mV, reset 10 mV, 2 ms refractory.
  const E = population(lifDelta, 10_000);
  const I = population(lifDelta, 2_500);
  const delay = "1.5 ms";
  const onto = [E, I];
  return network({
    name: "brunel-2000",
    about,
    cite: ["doi:10.1023/A:1008925309027"],
    dt,
    duration,
    convention: "nest",
    populations: { E, I },
    projections: [
      ...onto.map((to) =>
        projection(E, to, {
          connector: fixedIndegree({ n: 1000 }),
          weight: `${1 / perMillivolt} mV`,
          delay,
        }),
      ),
      ...onto.map((to) =>
        projection(I, to, {
          connector: fixedIndegree({ n: 250 }),
          weight: `${-g / perMillivolt} mV`,
          delay,
        }),
      ),
    ],
    stimuli: onto.map((into) =>
      poissonInput(into, {
        rate: `${drive * thresholdRate} Hz`,
        count: 1000,
        weight: `${1 / perMillivolt} mV`,
      }),
    ),
    record: [record(E), record(I)],
  });
}
