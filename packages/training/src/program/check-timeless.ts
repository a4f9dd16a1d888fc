import { freeNames } from "@spikeloom/equations";
import { isLoop } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";
import type { TrainedPopulation } from "./trained-population.ts";

/** Refuse neurons whose step reads the time: that of a batch begins at 0, whatever went before it. */
export function checkTimeless(populations: readonly TrainedPopulation[]): void {
  for (const { name, forward } of populations) {
    const { statements, stores, spikes } = forward;
    const read = [
      ...[...statements, ...stores].flatMap((one) => (isLoop(one) ? [] : [one[1]])),
      ...(spikes === undefined ? [] : [spikes]),
    ];
    if (!read.some((one) => freeNames(one).has("t"))) continue;
    throw NOT_TRAINED({
      place: `populations.${name}`,
      message: "What a neuron does depends on the time, which begins anew with each batch.",
      ...{ expected: "equations without t, where states are carried over", got: "t" },
      next: "Give what changes in time as values of an input.",
    });
  }
}
