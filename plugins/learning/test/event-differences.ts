import type { Batch, LearningRequest } from "@spikeloom/kernel";
import { eventTrainer } from "@spikeloom/training";
import { expect } from "vitest";
import { long } from "../../../tools/test/draws.ts";

/**
 * Compare gradients with central differences; returns the largest error of each trainable, relative to its largest
 * gradient.
 *
 * The short form checks every `every`-th number.
 */
export function differenceErrors(
  request: LearningRequest,
  batch: Batch,
  every = 3,
): readonly number[] {
  const trainer = eventTrainer(request, { delayRate: 1 });
  trainer.differentiate(batch);
  const kept = trainer.save();
  let at = 0;
  return trainer.gradients().map((gradient) => {
    const most = Math.max(...gradient.map(Math.abs));
    expect(most).toBeGreaterThan(1e-7);
    let worst = 0;
    for (const found of gradient) {
      const own = at++;
      if (!long && own % every !== 0) continue;
      // A difference over 1e-5 of a value has an error of 1e-10 by its third derivative, and of 1e-9 by rounding.
      const step = 1e-5 * Math.max(0.1, Math.abs(kept.values[own] as number));
      const lossAt = (change: number): number => {
        const values = kept.values.slice();
        values[own] = (values[own] as number) + change;
        trainer.restore({ ...kept, values });
        return trainer.evaluate(batch).loss;
      };
      const difference = (lossAt(step) - lossAt(-step)) / (2 * step);
      worst = Math.max(worst, Math.abs(found - difference) / most);
    }
    return worst;
  });
}
