import type { TrainedPopulation } from "../program/trained-population.ts";
import type { TrainingProgram } from "../program/training-program.ts";

/** Populations that project to each other, or a single one. */
export interface LayerGroup {
  readonly populations: readonly TrainedPopulation[];
  /** Whether spikes of the group come back to it, so that its steps are computed one after another. */
  readonly isRecurrent: boolean;
}

/** Divide populations into groups, each after all groups that project to it. */
export function layerGroups({
  populations,
  projections,
}: Pick<TrainingProgram, "populations" | "projections">): readonly LayerGroup[] {
  const names = new Set(populations.map(({ name }) => name));
  const onto = (name: string): readonly string[] =>
    projections.flatMap(({ from, to }) => (from === name && names.has(to) ? [to] : []));
  const reached = new Map(
    populations.map(({ name }) => {
      const found = new Set(onto(name));
      // A set iterates over elements added during iteration.
      for (const one of found) for (const next of onto(one)) found.add(next);
      return [name, found] as const;
    }),
  );
  const reaches = (from: string, to: string): boolean => reached.get(from)?.has(to) ?? false;
  const left = new Set(populations);
  const groups: LayerGroup[] = [];
  while (left.size > 0) {
    const next = [...left].find(({ name }) =>
      [...left].every((one) => !reaches(one.name, name) || reaches(name, one.name)),
    ) as TrainedPopulation;
    const isRecurrent = reaches(next.name, next.name);
    const own = isRecurrent
      ? [...left].filter(
          (one) => one === next || (reaches(one.name, next.name) && reaches(next.name, one.name)),
        )
      : [next];
    for (const one of own) left.delete(one);
    groups.push({ populations: own, isRecurrent });
  }
  return groups;
}
