import { NOT_FINITE } from "../errors.ts";
import { wholeGroups } from "../memory/memory-plan.ts";
import type { ParsedOptimiser } from "../optimisers/optimiser-code.ts";
import type { RunParts } from "./run-parts.ts";

/** What changes while a network is trained. */
export interface Kept {
  readonly values: Float64Array;
  readonly kept: Float64Array;
  readonly common: Float64Array;
}

/** Changes values along their gradients. */
export interface ValueUpdate {
  update(rateFactor?: number): void;
  /** Write the weights by target anew, as they are read on the way back. */
  turn(): void;
  save(): Kept;
  restore(kept: Kept): void;
}

/** Make what changes values. */
export function valueUpdate(
  { plan, memory, machine }: RunParts,
  { optimiser, clip }: { readonly optimiser: ParsedOptimiser; readonly clip: number | undefined },
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
      const { sources, targets } = projection;
      const shape = [sources, targets, place.pitch, wholeGroups(sources)];
      machine.transpose(plan.values + bytes * place.at, out, shape);
    }
  };
  const scaleOf = (): number => {
    if (clip === undefined) return 1;
    const norm = Math.sqrt(sumOfSquares(memory.at(plan.gradients, count)));
    if (!Number.isFinite(norm)) throw notFinite(norm);
    return norm > clip ? clip / norm : 1;
  };
  return {
    turn,
    update(rateFactor = 1) {
      const scale = scaleOf();
      optimiser.next(common, rateFactor);
      machine.update(addresses, common, count, scale);
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

function sumOfSquares(values: Float32Array | Float64Array): number {
  let sum = 0;
  for (let k = 0; k < values.length; k++) sum += (values[k] as number) * (values[k] as number);
  return sum;
}

function notFinite(norm: number): Error {
  return NOT_FINITE({
    place: "gradients",
    message: "The gradients of a batch are not finite.",
    ...{ expected: "finite numbers", got: String(norm) },
    next: "Take a smaller rate or a surrogate without a peak; the values are as they were.",
  });
}
