import { compileExpression } from "@spikeloom/equations";
import type { Optimiser } from "@spikeloom/kernel";
import { parseOptimiser } from "./optimiser-code.ts";

/** Changes arrays along their gradients, number by number. */
export interface AppliedOptimiser {
  /** Numbers for all arrays; they are kept with what is saved, and written back in place. */
  readonly common: Float64Array;
  /** Begin an update of all arrays. */
  begin(rateFactor?: number): void;
  /** Change the numbers of an array in place; `key` tells arrays apart. */
  update(key: string, values: Float64Array, gradient: Float64Array): void;
  /** What is kept beside an array of so many numbers, to be saved, and written back in place. */
  kept(key: string, length: number): readonly Float64Array[];
}

/** Apply an optimiser number by number, for learning that keeps its own. */
export function applyOptimiser(optimiser: Optimiser): AppliedOptimiser {
  const parsed = parseOptimiser(optimiser);
  const common = parsed.first();
  const known = new Map<string, readonly Float64Array[]>();
  const own = ["value", "gradient", ...parsed.state];
  const places = new Map([...parsed.common, ...own].map((name, k) => [name, k]));
  const numbers = new Float64Array(places.size);
  const [value, gradientAt, state] = [common.length, common.length + 1, common.length + 2];
  const rules = parsed.update.map(
    ([name, rule]) => [places.get(name) ?? -1, compileExpression(rule, { slots: places })] as const,
  );
  const keptOf = (key: string, length: number): readonly Float64Array[] => {
    const kept = known.get(key) ?? parsed.state.map(() => new Float64Array(length));
    known.set(key, kept);
    return kept;
  };
  return {
    common,
    kept: keptOf,
    begin: (rateFactor = 1) => parsed.next(common, rateFactor),
    update(key, values, gradient) {
      const kept = keptOf(key, values.length);
      numbers.set(common);
      for (let n = 0; n < values.length; n++) {
        numbers[value] = values[n] as number;
        numbers[gradientAt] = gradient[n] as number;
        for (let k = 0; k < kept.length; k++) numbers[state + k] = kept[k]?.[n] as number;
        for (const [place, compute] of rules) numbers[place] = compute(numbers);
        values[n] = numbers[value] as number;
        for (let k = 0; k < kept.length; k++) {
          (kept[k] as Float64Array)[n] = numbers[state + k] as number;
        }
      }
    },
  };
}
