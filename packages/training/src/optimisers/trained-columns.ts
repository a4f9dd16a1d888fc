import type { LearningRequest } from "@spikeloom/kernel";
import { NOT_FINITE } from "../errors.ts";
import type { Trainer } from "../run/trainer.ts";
import type { Kept } from "../run/value-update.ts";
import { type AppliedOptimiser, applyOptimiser } from "./apply-optimiser.ts";

/** Numbers that are trained, beside their gradients. */
export interface TrainedColumn {
  readonly name: string;
  readonly isDelay: boolean;
  readonly values: Float64Array;
  readonly gradient: Float64Array;
}

interface Changing {
  readonly trained: readonly TrainedColumn[];
  /** Rate of delays over that of weights. */
  readonly delayRate: number;
  /** Where delays stay, in ms. */
  readonly bounds: readonly [least: number, most: number];
  /** What else is saved. */
  readonly also: readonly Float64Array[];
}

/** Make what changes columns along their gradients, clipped together, and saves them with what the optimiser keeps. */
export function columnChanges(
  { optimiser, clip = Number.POSITIVE_INFINITY }: Pick<LearningRequest, "optimiser" | "clip">,
  { trained, delayRate, bounds, also }: Changing,
): Pick<Trainer, "update" | "save" | "restore"> {
  const [least, most] = bounds;
  const [ofWeights, ofDelays] = [applyOptimiser(optimiser), applyOptimiser(optimiser)];
  const of = ({ isDelay }: TrainedColumn): AppliedOptimiser => (isDelay ? ofDelays : ofWeights);
  const kept = trained.flatMap((one) => of(one).kept(one.name, one.values.length));
  const all: readonly (readonly [keyof Kept, readonly Float64Array[]])[] = [
    ["values", trained.map(({ values }) => values)],
    ["kept", kept],
    ["common", [ofWeights.common, ofDelays.common, ...also]],
  ];
  return {
    update(rateFactor = 1) {
      const factor = clipped(trained, clip);
      ofWeights.begin(rateFactor);
      ofDelays.begin(rateFactor * delayRate);
      for (const one of trained) {
        of(one).update(
          one.name,
          one.values,
          one.gradient.map((slope) => factor * slope),
        );
        if (!one.isDelay) continue;
        for (let k = 0; k < one.values.length; k++) {
          one.values[k] = Math.min(most, Math.max(least, one.values[k] as number));
        }
      }
    },
    save: () =>
      Object.fromEntries(all.map(([key, columns]) => [key, joined(columns)])) as unknown as Kept,
    restore(from) {
      for (const [key, columns] of all) {
        let at = 0;
        for (const column of columns) {
          column.set(from[key].subarray(at, at + column.length));
          at += column.length;
        }
      }
    },
  };
}

/** Give the factor that takes all gradients together to a norm at most. */
function clipped(trained: readonly TrainedColumn[], clip: number): number {
  let sum = 0;
  for (const { name, gradient } of trained) {
    const own = gradient.reduce((squares, one) => squares + one * one, 0);
    if (!Number.isFinite(own)) throw notFinite(name);
    sum += own;
  }
  return Math.min(1, clip / Math.sqrt(sum));
}

function joined(columns: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    all.set(column, at);
    at += column.length;
  }
  return all;
}

function notFinite(place: string): Error {
  return NOT_FINITE({
    place,
    message: "The gradients of a batch are not finite.",
    ...{ expected: "finite numbers", got: "an infinity or no number" },
    next: "Clip gradients or take a smaller rate: a potential that barely reaches its threshold has steep gradients.",
  });
}
