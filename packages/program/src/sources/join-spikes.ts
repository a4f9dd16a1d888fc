import type { ConventionRecord } from "@spikeloom/kernel";

/**
 * Join the spikes of a train in a step and those that code sends.
 *
 * The result is ascending, with each neuron once for each spike, or only once if the convention says so.
 */
export function joinSpikes(
  { multiplicity }: Pick<ConventionRecord, "multiplicity">,
  train: readonly number[],
  sent: readonly number[],
): readonly number[] {
  const all = sent.length === 0 ? train : [...train, ...sent].sort((a, b) => a - b);
  return multiplicity === "one" ? [...new Set(all)] : all;
}
