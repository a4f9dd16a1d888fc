import { NOT_FINITE } from "../errors.ts";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";
import type { RunParts } from "./run-parts.ts";
import type { TrainedValues } from "./trained-values.ts";
import { weightTurner } from "./turn-weights.ts";

/** What changes while a network is trained. */
export interface Kept {
  readonly values: Float64Array;
  readonly kept: Float64Array;
  readonly common: Float64Array;
}

/** Changes values along their gradients. */
export interface ValueUpdate {
  /** Throws where gradients or what they make of values are not finite; all is then as it was before. */
  update(rateFactor?: number): void;
  /** Write the weights by target anew, as they are read on the way back. */
  turn(): void;
  save(): Kept;
  restore(kept: Kept): void;
}

interface UpdateOptions {
  readonly optimiser: ParsedOptimiser;
  readonly clip: number | undefined;
  readonly trained: TrainedValues;
}

/** Make what changes values. */
export function valueUpdate(
  parts: RunParts,
  { optimiser, clip, trained }: UpdateOptions,
): ValueUpdate {
  const { plan, machine } = parts;
  const count = plan.trainedElements;
  const addresses = [plan.values, plan.gradients, plan.kept];
  const common = optimiser.first();
  const turn = weightTurner(parts);
  const finite = finiteNumbers(parts, trained);
  const changing = changingNumbers(parts, { state: optimiser.state.length, common });
  const held = changing.map((numbers) => numbers().slice());
  let batches = 0;
  const scaleOf = (): number => {
    if (clip === undefined) finite.check("gradients", batches);
    const norm = clip === undefined ? 0 : Math.sqrt(finite.squares("gradients", batches));
    return clip !== undefined && norm > clip ? clip / norm : 1;
  };
  return {
    turn,
    update(rateFactor = 1) {
      batches++;
      const scale = scaleOf();
      changing.forEach((numbers, k) => void held[k]?.set(numbers()));
      try {
        optimiser.next(common, rateFactor);
        machine.update(addresses, common, count, scale);
        finite.check("values", batches);
      } catch (error) {
        changing.forEach((numbers, k) => void numbers().set(held[k] as Float64Array));
        throw error;
      }
      turn();
    },
    save() {
      const [values, kept] = changing.map((numbers) => Float64Array.from(numbers()));
      return { values, kept, common: common.slice() } as Kept;
    },
    restore(from) {
      const given = [from.values, from.kept, from.common];
      changing.forEach((numbers, k) => void numbers().set(given[k] as Float64Array));
      turn();
    },
  };
}

/** Give all that an update changes: values, what the optimiser keeps beside them, and what it keeps for all. */
function changingNumbers(
  { plan, memory }: RunParts,
  { state, common }: { readonly state: number; readonly common: Float64Array },
): readonly (() => Float32Array | Float64Array)[] {
  const count = plan.trainedElements;
  return [
    () => memory.at(plan.values, count),
    () => memory.at(plan.kept, count * state),
    () => common,
  ];
}

type Checked = "gradients" | "values";

/** Make what tells whether all is finite; it throws where what is trained is not. */
function finiteNumbers({ plan, machine }: RunParts, trained: TrainedValues) {
  const squares = (what: Checked, batch: number): number => {
    const all = trained.squares(plan[what]);
    const odd = all.findIndex((one) => !Number.isFinite(one));
    if (odd >= 0) throw notFinite(what, trained.names[odd] as string, batch);
    return all.reduce((sum, one) => sum + one, 0);
  };
  return {
    /** Sum the squares of what is trained. */
    squares,
    /** What nobody is told of, such as what stands for no synapse, may be as it is. */
    check(what: Checked, batch: number): void {
      if (!machine.isFinite(plan[what], plan.trainedElements)) squares(what, batch);
    },
  };
}

function notFinite(what: Checked, of: string, batch: number): Error {
  return NOT_FINITE({
    place: `${of}, batch ${batch} since learning began`,
    message:
      what === "gradients"
        ? "The gradients of a batch are not finite."
        : "An update would make values that are not finite.",
    ...{ expected: "finite numbers", got: "an infinity or no number" },
    next: "Take a smaller rate or a surrogate without a peak; the values are as they were.",
  });
}
