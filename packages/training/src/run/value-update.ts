import { NOT_FINITE } from "../errors.ts";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";
import type { GradientSums } from "./gradient-sums.ts";
import type { RunParts } from "./run-parts.ts";
import { type SliceUpdate, sliceUpdate } from "./slices.ts";
import type { TrainedValues } from "./trained-values.ts";
import { weightTransposer } from "./transpose-weights.ts";

/** Values that training changes. */
export interface Kept {
  readonly values: Float64Array;
  readonly kept: Float64Array;
  readonly common: Float64Array;
  /** Final states of the previous batches' samples, if states are carried over. */
  readonly carried?: Uint8Array | undefined;
}

/** Changes values along their gradients. */
export interface ValueUpdate {
  /**
   * Throws where gradients, or what they make of values and of an optimiser's state, are not finite; all is then as it was before.
   *
   * So it is where a worker is lost before the update begins. Where one is lost meanwhile, some values and some of the state are
   * changed and others are not; nothing is learnt or assessed any more then, and what was saved before is what is left.
   */
  update(rateFactor?: number, takeAll?: TakeSlices): void;
  /** Rewrite the weights by target, as the backward pass reads them. */
  transposeWeights(): void;
  save(): Kept;
  restore(kept: Kept): void;
}

interface UpdateOptions {
  readonly optimiser: ParsedOptimiser;
  readonly clip: number | undefined;
  readonly trained: TrainedValues;
  readonly sums: GradientSums;
}

/** Takes all slices of an update, of so many blocks of gradients; tells whether all that comes of it is finite. */
export type TakeSlices = (update: SliceUpdate, blocks: number) => boolean;

/** Take all slices one after the other. */
export const takeSlices: TakeSlices = ({ slices, take }, blocks) => {
  let odd = 0;
  for (let slice = 0; slice < slices; slice++) if (!take(slice, blocks)) odd++;
  return odd === 0;
};

/** Make what changes values. */
export function valueUpdate(
  parts: RunParts,
  { optimiser, clip, trained, sums }: UpdateOptions,
): ValueUpdate {
  const { plan, memory } = parts;
  const count = plan.trainedElements;
  const bytes = memory.type === "f64" ? 8 : 4;
  const aside = plan.gradients + count * bytes;
  const slices = sliceUpdate(parts);
  const common = optimiser.first();
  const transposeWeights = weightTransposer(parts);
  const finite = finiteNumbers(parts, trained);
  const values = () => memory.at(plan.values, count);
  const kept = () => memory.at(plan.kept, count * optimiser.state.length);
  let batches = 0;
  const scaleOf = (): number => {
    if (clip === undefined) return 1;
    sums.sum();
    const norm = Math.sqrt(finite.squares("gradients", batches));
    return norm > clip ? clip / norm : 1;
  };
  // Something is no number then: seldom of what is trained.
  const checkChanged = (): void => {
    try {
      finite.check("gradients", batches);
      finite.check("values", batches);
      finite.checkState(optimiser.state.length, batches);
    } catch (error) {
      values().set(memory.at(aside, count));
      kept().set(memory.at(aside + count * bytes, count * optimiser.state.length));
      throw error;
    }
  };
  return {
    transposeWeights,
    update(rateFactor = 1, takeAll = takeSlices) {
      batches++;
      const scale = scaleOf();
      const before = common.slice();
      try {
        optimiser.next(common, rateFactor);
        const numbers = memory.doubles();
        numbers.set(common, plan.common / 8);
        numbers[plan.common / 8 + common.length] = scale;
        if (!takeAll(slices, sums.take())) checkChanged();
      } catch (error) {
        common.set(before);
        throw error;
      }
      transposeWeights();
    },
    save: () => ({
      values: Float64Array.from(values()),
      kept: Float64Array.from(kept()),
      common: common.slice(),
    }),
    restore(from) {
      values().set(from.values);
      kept().set(from.kept);
      common.set(from.common);
      transposeWeights();
    },
  };
}

type Checked = "gradients" | "values" | "state";

/** Make what tells whether all is finite; it throws where what is trained is not. */
function finiteNumbers({ plan, machine, memory }: RunParts, trained: TrainedValues) {
  const bytes = plan.trainedElements * (memory.type === "f64" ? 8 : 4);
  const squares = (what: "gradients" | "values", batch: number): number => {
    const all = trained.squares(plan[what]);
    const odd = all.findIndex((one) => !Number.isFinite(one));
    if (odd >= 0) throw notFinite(what, trained.names[odd] as string, batch);
    return all.reduce((sum, one) => sum + one, 0);
  };
  return {
    /** Sum the squares of what is trained. */
    squares,
    /** Elements that are never reported, such as those without a synapse, keep any value. */
    check(what: "gradients" | "values", batch: number): void {
      if (!machine.isFinite(plan[what], plan.trainedElements)) squares(what, batch);
    },
    /** Such a state would stop a value for good. */
    checkState(arrays: number, batch: number): void {
      for (let k = 0; k < arrays; k++) {
        const all = trained.beside(plan.kept + k * bytes);
        const odd = all.findIndex((state) => !state.every(Number.isFinite));
        if (odd >= 0) throw notFinite("state", trained.names[odd] as string, batch);
      }
    },
  };
}

const notFiniteTexts: Readonly<Record<Checked, string>> = {
  gradients: "The gradients of a batch are not finite.",
  values: "An update would make values that are not finite.",
  state: "An update would make a state of the optimiser that is not finite.",
};

function notFinite(what: Checked, of: string, batch: number): Error {
  return NOT_FINITE({
    place: `${of}, batch ${batch} since training began`,
    message: notFiniteTexts[what],
    expected: "finite numbers",
    got: "an infinity or NaN",
    next: "Lower the rate or use a surrogate without a peak. The values are unchanged.",
  });
}
