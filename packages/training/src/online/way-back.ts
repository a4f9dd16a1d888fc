import type { LearningRequest } from "@spikeloom/kernel";
import type { RunParts } from "../run/run-parts.ts";
import type { Tape } from "./tape.ts";

/** Finds gradients of an example in another way than backpropagation through time. */
export interface WayBack {
  /** Add to the gradients of what is trained. */
  back(tape: Tape): void;
  /** What it keeps from batch to batch, beside what is trained; is saved, and written back in place. */
  readonly kept?: readonly Float64Array[];
  /** Called when what is trained has been changed. */
  updated?(): void;
}

/** Makes such a way for a network, or refuses it. */
export type MakeWayBack = (parts: RunParts, request: LearningRequest) => WayBack;
