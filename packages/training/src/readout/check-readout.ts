import type { Readout } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { TrainingProgram } from "../program/training-program.ts";

/** Refuse a readout of a population that is not computed. */
export function checkReadout(
  { population, variable }: Readout,
  { populations }: TrainingProgram,
): void {
  const found = populations.find(({ name }) => name === population);
  if (found === undefined) {
    throw TRAINING_OPTION({
      place: "readout.population",
      message: "The readout population has no neurons that are computed.",
      expected: populations.map(({ name }) => name).join(", "),
      got: population,
    });
  }
  const known = ["spikes", ...found.states.keys()];
  if (known.includes(variable)) return;
  throw TRAINING_OPTION({
    place: "readout.variable",
    message: `"${population}" has no state of this name.`,
    expected: known.join(", "),
    got: variable,
  });
}
