import type { LearningRequest } from "@spikeloom/kernel";
import type { RunParts, Signal, Tape } from "@spikeloom/training";

/** Gradient of the loss with respect to the output, for the readout population. */
export function ownSignal(tape: Tape, { readout }: Pick<LearningRequest, "readout">): Signal {
  return { of: readout.variable, at: (step) => tape.readSlopes(step) };
}

/** Gradient of rate costs with respect to the spikes of a population. */
export function rateSignal(tape: Tape, population: string): Signal {
  return { of: "spikes", at: () => tape.rateSlopes(population) };
}

/** Return whether weights onto a population, or its parameters, are trained. */
export function isTrained(population: string, { program }: RunParts): boolean {
  return (
    program.projections.some(({ to, isTrained: trained }) => trained && to === population) ||
    program.populations.some(({ name, trained }) => name === population && trained.length > 0)
  );
}
