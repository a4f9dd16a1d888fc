import { NOT_TRAINED } from "../errors.ts";
import type { TrainedPopulation } from "./trained-population.ts";
import type { TrainingProgram } from "./training-program.ts";

type Program = Pick<TrainingProgram, "populations" | "projections">;

/** Whether anything in a program is normalised over a batch. */
export function normalises({ populations }: Pick<TrainingProgram, "populations">): boolean {
  return populations.some(({ normalised }) => normalised !== undefined);
}

/**
 * Sort populations so that each comes after all that project to it.
 *
 * Throws `SL_NOT_TRAINED` if there is a cycle.
 */
export function layersInOrder({ populations, projections }: Program): readonly TrainedPopulation[] {
  const found: TrainedPopulation[] = [];
  const isFound = (name: string): boolean => found.some((one) => one.name === name);
  const left = new Set(populations);
  while (left.size > 0) {
    const next = [...left].find(({ name: to }) =>
      projections.every(
        (one) =>
          one.to !== to || isFound(one.from) || !populations.some((p) => p.name === one.from),
      ),
    );
    if (next === undefined) throw circular([...left]);
    found.push(next);
    left.delete(next);
  }
  return found;
}

function circular(left: readonly TrainedPopulation[]): Error {
  return NOT_TRAINED({
    place: "normalise",
    message: "Normalisation over all steps requires layers without recurrence.",
    expected: "layers that project only to later ones",
    got: `a cycle among ${left.map(({ name }) => name).join(", ")}`,
    next: "Remove the recurrence or the normalisation.",
  });
}
