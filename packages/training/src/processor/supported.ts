import { ON_PROCESSOR } from "../errors.ts";
import type { TrainingProgram } from "../program/training-program.ts";
import type { TrainingRequest } from "../run/training-request.ts";

/** A part of a training that is computed on the CPU only. */
export interface Unsupported {
  readonly place: string;
  readonly message: string;
}

/** Find the first part of a training that has no code for graphics processors; undefined if all parts have. */
export function unsupported(
  { precision = "f32", normalise = [], carry = false }: TrainingRequest,
  program: TrainingProgram,
): Unsupported | undefined {
  const { populations, projections } = program;
  const parts: readonly (readonly [place: string, message: string, isUsed: boolean])[] = [
    ["precision", "Double precision is computed on the CPU only.", precision === "f64"],
    ["normalise", "Normalisation over a batch is computed on the CPU only.", normalise.length > 0],
    ["carry", "States are carried from batch to batch on the CPU only.", carry],
  ];
  const used = parts.find(([, , isUsed]) => isUsed);
  if (used !== undefined) return { place: used[0], message: used[1] };
  const parameters = populations.find(({ trained }) => trained.length > 0);
  if (parameters !== undefined) {
    const message = "Parameters of neurons are trained on the CPU only.";
    return { place: `populations.${parameters.name}`, message };
  }
  const values = projections.find(({ carries }) => carries !== undefined);
  if (values === undefined) return undefined;
  const message = "Projections that transmit values are computed on the CPU only.";
  return { place: `projection "${values.name}"`, message };
}

/** Refuse a training with a part that has no code for graphics processors. */
export function checkSupported(request: TrainingRequest, program: TrainingProgram): void {
  const found = unsupported(request, program);
  if (found === undefined) return;
  throw ON_PROCESSOR({ ...found, next: 'Train on the CPU: "processor": "cpu".' });
}
