import { compileColumns } from "@spikeloom/equations";
import type { Optimiser } from "@spikeloom/kernel";
import { parseOptimiser } from "./optimiser-code.ts";

/** Updates arrays along their gradients, number by number. */
export interface AppliedOptimiser {
  /** Scalars shared by all arrays; saved, and restored in place. */
  readonly common: Float64Array;
  /** Start an update of all arrays. */
  begin(rateFactor?: number): void;
  /** Update the numbers of an array in place; `key` identifies the array. */
  update(key: string, values: Float64Array, gradient: Float64Array): void;
  /** Optimiser state of an array of so many numbers; saved, and restored in place. */
  kept(key: string, length: number): readonly Float64Array[];
}

/** Apply an optimiser number by number, for algorithms with gradients of their own. */
export function applyOptimiser(optimiser: Optimiser): AppliedOptimiser {
  const parsed = parseOptimiser(optimiser);
  const common = parsed.first();
  const known = new Map<string, readonly Float64Array[]>();
  const own = ["value", "gradient", ...parsed.state];
  const places = new Map([...parsed.common, ...own].map((name, k) => [name, k]));
  const rules = parsed.update.map(
    ([name, rule]) => [places.get(name) ?? -1, compileColumns(rule, { slots: places })] as const,
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
      const columns = [...common, values, gradient, ...keptOf(key, values.length)];
      for (const [place, fill] of rules) fill(columns, columns[place] as Float64Array);
    },
  };
}
