import type { Batch, LearningRequest } from "@spikeloom/kernel";
import { forwardMode, makeTrainer } from "../src/index.ts";
import { drawDirection } from "./small-task.ts";

/** Largest deviation of a trainer's gradients from forward mode, along random directions. */
export interface GradientErrors {
  /** The sum of the magnitudes of all terms of the derivative. */
  readonly size: number;
  /** The difference divided by it. */
  readonly error: number;
  /** The difference of the losses. */
  readonly loss: number;
  readonly spikes: number;
}

/** Compare gradients with forward mode along the given number of directions. */
export function gradientErrors(
  request: LearningRequest,
  batch: Batch,
  {
    precision,
    directions,
    ...cut
  }: {
    readonly precision: "f32" | "f64";
    readonly directions: number;
    readonly truncate?: number;
  },
): readonly GradientErrors[] {
  const trainer = makeTrainer({ ...request, precision }, cut);
  const { loss, outputs } = trainer.differentiate(batch);
  const gradients = trainer.gradients();
  return Array.from({ length: directions }, (_, seed) => {
    const direction = drawDirection(gradients, seed + 1);
    const oracle = forwardMode(request, batch, direction, cut);
    let [sum, size] = [0, 0];
    gradients.forEach((gradient, k) => {
      gradient.forEach((one, n) => {
        const part = one * (direction[k]?.[n] ?? Number.NaN);
        sum += part;
        size += Math.abs(part);
      });
    });
    return {
      size,
      error: Math.abs(sum - oracle.derivative) / size,
      loss: Math.abs(oracle.loss - loss),
      spikes: outputs.reduce((total, one) => total + one, 0),
    };
  });
}
