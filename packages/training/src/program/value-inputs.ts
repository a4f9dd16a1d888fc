import type { TrainingProgram } from "./training-program.ts";

/** List the continuous inputs that a batch gives, as `population.input`. */
export function valueInputs({ populations }: TrainingProgram): readonly string[] {
  return populations.flatMap(({ name, inflows }) =>
    inflows.filter((one) => !isReceptor(one)).map((one) => `${name}.${one}`),
  );
}

/** Whether a slot holds the sums of weights, and no input. */
export function isReceptor(slot: string): boolean {
  return slot.startsWith("receptor:");
}
