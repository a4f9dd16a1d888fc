import type { TrainingProgram } from "./training-program.ts";

/** List the continuous inputs that a batch gives, as `population.input`. */
export function valueInputs({ populations }: TrainingProgram): readonly string[] {
  return populations.flatMap(({ name, inflows }) =>
    inflows.filter((one) => !one.startsWith("receptor:")).map((one) => `${name}.${one}`),
  );
}
