import type { TrainingProgram } from "./training-program.ts";

/** List the continuous inputs supplied by a batch, as `population.input`. */
export function valueInputs(program: TrainingProgram): readonly string[] {
  return program.populations.flatMap(({ name, inflows }) =>
    inflows.filter((one) => !isSummed(program, name, one)).map((one) => `${name}.${one}`),
  );
}

/** Whether an input holds sums of weights and is not supplied by a batch. */
export function isSummed(
  { projections }: Pick<TrainingProgram, "projections">,
  population: string,
  slot: string,
): boolean {
  const isReceptor = slot.startsWith("receptor:");
  return isReceptor || projections.some((one) => one.to === population && one.receptor === slot);
}
