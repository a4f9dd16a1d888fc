import { NOT_TRAINED } from "../errors.ts";
import type { TrainedPopulation } from "./trained-population.ts";
import type { TrainingProgram } from "./training-program.ts";

type Program = Pick<TrainingProgram, "populations" | "projections">;

/** Whether anything of a program is normalised over a batch. */
export function normalises({ populations }: Pick<TrainingProgram, "populations">): boolean {
  return populations.some(({ normalised }) => normalised !== undefined);
}

/**
 * List populations so that each stands behind all that feed it.
 *
 * Throws `SL_NOT_TRAINED` where some feed each other in a circle.
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
    message: "What is normalised over all steps needs all steps of what feeds it first.",
    expected: "layers that feed only later ones",
    got: `a circle among ${left.map(({ name }) => name).join(", ")}`,
    next: "Normalise networks without recurrence alone.",
  });
}
