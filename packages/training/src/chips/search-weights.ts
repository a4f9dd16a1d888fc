import { type Batch, checkOptionNames } from "@spikeloom/kernel";
import { TRAINING_OPTION } from "../errors.ts";
import type { ChipTrainer } from "./chip-trainer.ts";

/** Options of a search of scales and thresholds. */
export interface ChipSearchOptions {
  /** Calibration samples, in batches with targets. */
  readonly batches: readonly Batch[];
  /** Largest weights to try, as shares of the present one; default 1 to 0.4. */
  readonly clips?: readonly number[];
  /** Factors of the weights to try; default 0.8 to 1.25. */
  readonly gains?: readonly number[];
  /** Number of passes over all projections; default 2. */
  readonly rounds?: number;
}

/** Result of a search; the trainer has its weights. */
export interface ChipSearch {
  /** Mean loss of the calibration samples before and after. */
  readonly before: number;
  readonly loss: number;
  /** Choice for each trained projection, in the order of `trainable`. */
  readonly chosen: readonly { readonly clip: number; readonly gain: number }[];
  /** Number of programs that were derived and evaluated. */
  readonly tried: number;
}

const names = { batches: true, clips: true, gains: true, rounds: true } as const;

const usualClips = [1, 0.85, 0.7, 0.55, 0.4] as const;
const usualGains = [0.8, 0.9, 0.95, 1, 1.05, 1.12, 1.25] as const;

/**
 * Search scales, exponents and thresholds of a chip after training.
 *
 * A chip derives its scale from the largest weight of a population: clipping the few largest gives all others more levels. A gain of the
 * weights is the reciprocal of a factor of the threshold, which the chip states in units of that scale. Both are chosen for one
 * projection after another, as those with the least loss of the calibration samples on the chip's program.
 */
export function searchWeights(trainer: ChipTrainer, options: ChipSearchOptions): ChipSearch {
  checkOptionNames(options, names, "searchWeights");
  const { batches, clips = usualClips, gains = usualGains, rounds = 2 } = options;
  checkSearch({ batches, clips, gains, rounds });
  const initial = trainer.parameters();
  const largest = initial.map((weights) =>
    weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0),
  );
  const chosen = initial.map(() => ({ clip: 1, gain: 1 }));
  const assign = (): void => {
    trainer.assign(
      initial.map((weights, k) => {
        const { clip, gain } = chosen[k] as Choice;
        const most = clip * (largest[k] as number);
        return weights.map((weight) => gain * Math.min(most, Math.max(-most, weight)));
      }),
    );
  };
  const samples = batches.reduce((sum, { size }) => sum + size, 0);
  let tried = 0;
  const measure = (): number => {
    assign();
    tried++;
    const sum = batches.reduce((all, batch) => all + batch.size * trainer.evaluate(batch).loss, 0);
    return sum / samples;
  };
  const before = measure();
  let loss = before;
  for (let round = 0; round < rounds; round++) {
    for (const one of chosen) {
      for (const [field, values] of [["clip", clips] as const, ["gain", gains] as const]) {
        let best = one[field];
        for (const value of values) {
          if (value === best) continue;
          one[field] = value;
          const found = measure();
          if (found >= loss) continue;
          [loss, best] = [found, value];
        }
        one[field] = best;
      }
    }
  }
  assign();
  return { before, loss, chosen, tried };
}

interface Choice {
  clip: number;
  gain: number;
}

function checkSearch({ batches, clips, gains, rounds }: Required<ChipSearchOptions>): void {
  const refuse = (place: string, message: string, expected: string, got: string): Error =>
    TRAINING_OPTION({ place, message, expected, got });
  if (batches.length === 0) {
    throw refuse("batches", "A search needs calibration samples.", "at least one batch", "none");
  }
  const clip = clips.find((one) => !(one > 0 && one <= 1));
  if (clip !== undefined) {
    throw refuse("clips", "A share of the largest weight.", "above 0, at most 1", String(clip));
  }
  const gain = gains.find((one) => !(one > 0 && Number.isFinite(one)));
  if (gain !== undefined) {
    throw refuse("gains", "A factor of the weights.", "a number above 0", String(gain));
  }
  if (!(Number.isInteger(rounds) && rounds >= 1)) {
    throw refuse("rounds", "A number of passes.", "a whole number from 1", String(rounds));
  }
}
