import type { LearningRequest } from "@spikeloom/kernel";
import type { RunParts, Signal, Tape } from "@spikeloom/training";

/** How the loss changes with what is read, for the population that is read. */
export function ownSignal(tape: Tape, { readout }: Pick<LearningRequest, "readout">): Signal {
  return { of: readout.variable, at: (step) => tape.readSlopes(step) };
}

/** How costs of rates change with the spikes of a population. */
export function rateSignal(tape: Tape, population: string): Signal {
  return { of: "spikes", at: () => tape.rateSlopes(population) };
}

/** Say whether weights onto a population, or parameters of it, are trained. */
export function isTrained(population: string, { program }: RunParts): boolean {
  return (
    program.projections.some(({ to, isTrained: trained }) => trained && to === population) ||
    program.populations.some(({ name, trained }) => name === population && trained.length > 0)
  );
}
