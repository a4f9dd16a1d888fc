import { NOT_FINITE } from "../errors.ts";
import { wholeGroups } from "../memory/memory-plan.ts";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";
import type { RunParts } from "./run-parts.ts";
import type { TrainedValues } from "./trained-values.ts";

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
  { plan, memory, machine }: RunParts,
  { optimiser, clip, trained }: UpdateOptions,
): ValueUpdate {
  const { trainedElements: count } = plan;
  const bytes = memory.type === "f64" ? 8 : 4;
  const keptElements = count * optimiser.state.length;
  const addresses = [plan.values, plan.gradients, plan.kept];
  const common = optimiser.first();
  const turn = (): void => {
    for (const [projection, out] of plan.turned) {
      const place = plan.weights.get(projection);
      if (place === undefined) continue;
      const { rows, columns, window } = projection;
      if (window !== undefined) {
        const { inputs, outputs, kernel } = window;
        const shape = [inputs, outputs, ...kernel, place.pitch];
        machine.turnWindow(plan.values + bytes * place.at, out, shape);
        continue;
      }
      const shape = [rows, columns, place.pitch, wholeGroups(rows)];
      machine.transpose(plan.values + bytes * place.at, out, shape);
    }
  };
  let batches = 0;
  const sumOf = (what: "gradients" | "values"): number => {
    const squares = trained.squares(plan[what]);
    const odd = squares.findIndex((one) => !Number.isFinite(one));
    if (odd >= 0) throw notFinite(what, trained.names[odd] as string, batches);
    return squares.reduce((sum, one) => sum + one, 0);
  };
  // What nobody is told of, such as what stands for no synapse, may be as it is.
  const checkFinite = (what: "gradients" | "values"): void => {
    if (!machine.isFinite(plan[what], count)) sumOf(what);
  };
  const scaleOf = (): number => {
    if (clip === undefined) checkFinite("gradients");
    const norm = clip === undefined ? 0 : Math.sqrt(sumOf("gradients"));
    return clip !== undefined && norm > clip ? clip / norm : 1;
  };
  const held = {
    values: memory.at(plan.values, count).slice(),
    kept: memory.at(plan.kept, keptElements).slice(),
    common: common.slice(),
  };
  const hold = (): void => {
    held.values.set(memory.at(plan.values, count));
    held.common.set(common);
    held.kept.set(memory.at(plan.kept, keptElements));
  };
  const release = (): void => {
    memory.at(plan.values, count).set(held.values);
    common.set(held.common);
    memory.at(plan.kept, keptElements).set(held.kept);
  };
  return {
    turn,
    update(rateFactor = 1) {
      batches++;
      const scale = scaleOf();
      hold();
      try {
        optimiser.next(common, rateFactor);
        machine.update(addresses, common, count, scale);
        checkFinite("values");
      } catch (error) {
        release();
        throw error;
      }
      turn();
    },
    save: () => ({
      values: Float64Array.from(memory.at(plan.values, count)),
      kept: Float64Array.from(memory.at(plan.kept, keptElements)),
      common: common.slice(),
    }),
    restore(from) {
      memory.at(plan.values, count).set(from.values);
      memory.at(plan.kept, keptElements).set(from.kept);
      common.set(from.common);
      turn();
    },
  };
}

function notFinite(what: "gradients" | "values", of: string, batch: number): Error {
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
