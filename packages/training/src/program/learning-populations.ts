import type { TrainingProgram } from "./training-program.ts";

/**
 * Find the populations through which slopes must be propagated: they, or populations before them, have trained
 * parameters.
 */
export function learningPopulations({
  populations,
  projections,
}: Pick<TrainingProgram, "populations" | "projections">): ReadonlySet<string> {
  const found = new Set(
    populations.filter(({ trained }) => trained.length > 0).map(({ name }) => name),
  );
  for (const { to, isTrained } of projections) if (isTrained) found.add(to);
  for (let before = -1; before < found.size; ) {
    before = found.size;
    for (const { from, to } of projections) if (found.has(from)) found.add(to);
  }
  return found;
}
