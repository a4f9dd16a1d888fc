import type { RunParts } from "../run/run-parts.ts";
import type { TrainingRequest } from "../run/training-request.ts";
import type { Tape } from "./tape.ts";

/** Computes gradients by a method other than backpropagation through time. */
export interface GradientMethod {
  /** Add to the gradients of trained values. */
  back(tape: Tape): void;
  /** State kept from batch to batch, in addition to trained values; saved, and restored in place. */
  readonly kept?: readonly Float64Array[];
  /** Called after trained values have changed. */
  updated?(): void;
}

/** Creates such a method for a network, or refuses it. */
export type MakeGradientMethod = (parts: RunParts, request: TrainingRequest) => GradientMethod;
