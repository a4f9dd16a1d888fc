import type { LearningRequest } from "@spikeloom/kernel";
import { NOT_FINITE } from "../errors.ts";
import type { Trainer } from "../run/trainer.ts";
import type { Kept } from "../run/value-update.ts";
import { type AppliedOptimiser, applyOptimiser } from "./apply-optimiser.ts";

/** Trained values with their gradients. */
export interface TrainedColumn {
  readonly name: string;
  readonly isDelay: boolean;
  readonly values: Float64Array;
  readonly gradient: Float64Array;
}

interface Changing {
  readonly trained: readonly TrainedColumn[];
  /** Learning rate of delays relative to that of weights. */
  readonly delayRate: number;
  /** Bounds of delays, in ms. */
  readonly bounds: readonly [least: number, most: number];
  /** Further arrays that are saved. */
  readonly also: readonly Float64Array[];
}

/**
 * Create an optimiser of columns that clips their gradients together and saves its state with them.
 *
 * A delay is updated as if it were 0: terms that pull values towards 0, such as a decay, apply only to weights. An
 * update that would produce non-finite numbers throws `SL_TRAINING_NOT_FINITE` and changes nothing.
 */
export function columnChanges(
  { optimiser, clip = Number.POSITIVE_INFINITY }: Pick<LearningRequest, "optimiser" | "clip">,
  { trained, delayRate, bounds, also }: Changing,
): Pick<Trainer, "update" | "save" | "restore"> {
  const [least, most] = bounds;
  const [ofWeights, ofDelays] = [applyOptimiser(optimiser), applyOptimiser(optimiser)];
  const of = ({ isDelay }: TrainedColumn): AppliedOptimiser => (isDelay ? ofDelays : ofWeights);
  const kept = trained.flatMap((one) => of(one).kept(one.name, one.values.length));
  const all: readonly (readonly [Exclude<keyof Kept, "carried">, readonly Float64Array[]])[] = [
    ["values", trained.map(({ values }) => values)],
    ["kept", kept],
    ["common", [ofWeights.common, ofDelays.common, ...also]],
  ];
  const change = (rateFactor: number): void => {
    const factor = clipped(trained, clip);
    ofWeights.begin(rateFactor);
    ofDelays.begin(rateFactor * delayRate);
    for (const one of trained) {
      const { name, isDelay, values } = one;
      const moved = isDelay ? new Float64Array(values.length) : values;
      const gradient = one.gradient.map((slope) => factor * slope);
      of(one).update(name, moved, gradient);
      checkFinite(name, [moved, ...of(one).kept(name, values.length)]);
      if (!isDelay) continue;
      for (let k = 0; k < values.length; k++) {
        const delay = (values[k] as number) + (moved[k] as number);
        values[k] = Math.min(most, Math.max(least, delay));
      }
    }
  };
  const save = (): Kept =>
    Object.fromEntries(all.map(([key, columns]) => [key, joined(columns)])) as unknown as Kept;
  const columns = all.flatMap(([, own]) => own);
  const before = columns.map(({ length }) => new Float64Array(length));
  const restore = (from: Kept): void => {
    for (const [key, columns] of all) {
      let at = 0;
      for (const column of columns) {
        column.set(from[key].subarray(at, at + column.length));
        at += column.length;
      }
    }
  };
  return {
    save,
    restore,
    update(rateFactor = 1) {
      columns.forEach((one, k) => void before[k]?.set(one));
      try {
        change(rateFactor);
      } catch (error) {
        columns.forEach((one, k) => void one.set(before[k] as Float64Array));
        throw error;
      }
    },
  };
}

/** Return the factor that limits the norm of all gradients. */
function clipped(trained: readonly TrainedColumn[], clip: number): number {
  let sum = 0;
  for (const { name, gradient } of trained) {
    const own = gradient.reduce((squares, one) => squares + one * one, 0);
    if (!Number.isFinite(own)) throw notFinite(name, "The gradients of a batch are not finite.");
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

/** Refuse non-finite values and optimiser states after an update. */
function checkFinite(name: string, columns: readonly Float64Array[]): void {
  if (columns.every((one) => one.every(Number.isFinite))) return;
  throw notFinite(name, "An update would make numbers that are not finite.");
}

function notFinite(place: string, message: string): Error {
  return NOT_FINITE({
    place,
    message,
    expected: "finite numbers",
    got: "an infinity or NaN",
    next: "Clip gradients or lower the rate: a potential that barely reaches its threshold has steep gradients.",
  });
}
