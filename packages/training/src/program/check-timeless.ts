import { namesReadBy, valuesIn } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";
import type { TrainedPopulation } from "./trained-population.ts";

/** Refuse neurons whose step reads the time: that of a batch begins at 0, whatever went before it. */
export function checkTimeless(populations: readonly TrainedPopulation[]): void {
  for (const { name, forward } of populations) {
    const { statements, stores, spikes } = forward;
    const read = [
      ...valuesIn([...statements, ...stores]),
      ...(spikes === undefined ? [] : [spikes]),
    ];
    if (!namesReadBy(read).has("t")) continue;
    throw NOT_TRAINED({
      place: `populations.${name}`,
      message: "What a neuron does depends on the time, which begins anew with each batch.",
      expected: "equations without t, where states are carried over",
      got: "t",
      next: "Give what changes in time as values of an input.",
    });
  }
}
