import {
  dominantFrequency,
  firingRate,
  meanIntervalVariation,
  type SpikeSeries,
} from "@spikeloom/analysis";
import { runPublished, spikesOf } from "../run-published.ts";
import type { Measured } from "../study.ts";
import { brunelNetwork, brunelStates } from "./network.ts";

/** A letter of figure 8. */
export type BrunelLetter = keyof typeof brunelStates;

/** One run of a state. */
export interface BrunelRun {
  readonly excitatory: SpikeSeries;
  readonly inhibitory: SpikeSeries;
  readonly measured: Measured;
  /** Wall time in seconds. */
  readonly seconds: number;
}

/** Skipped at the start, in ms: the transient from a network at rest. */
const transient = 200;

/** Run a state for one second and measure its excitatory neurons. */
export async function runBrunelState(letter: BrunelLetter, seed: number): Promise<BrunelRun> {
  const result = await runPublished(brunelNetwork(brunelStates[letter]), seed);
  const [excitatory, inhibitory] = [spikesOf(result, 0), spikesOf(result, 1)];
  const window = { from: transient, until: result.duration };
  const measured = {
    rate: firingRate(excitatory, { window }),
    CV: meanIntervalVariation(excitatory, { window }).mean,
    frequency: dominantFrequency(excitatory, { window }).frequency,
  };
  const seconds = result.timing.prepare + result.timing.simulate;
  return { excitatory, inhibitory, measured, seconds };
}
