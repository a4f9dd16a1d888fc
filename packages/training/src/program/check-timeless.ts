import { namesReadBy, valuesIn } from "@spikeloom/program";
import { NOT_TRAINED } from "../errors.ts";
import type { TrainedPopulation } from "./trained-population.ts";

/** Reject neurons whose step reads the time, because it restarts at 0 with each batch. */
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
      message: "The neuron's equations depend on the time, which restarts with each batch.",
      expected: "equations without t, where states are carried over",
      got: "t",
      next: "Supply time-dependent quantities as values of an input.",
    });
  }
}
