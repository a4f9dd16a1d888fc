import { evaluate } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { Optimiser } from "@spikeloom/kernel";
import { parseOptimiser } from "./optimiser-code.ts";

/** Changes arrays along their gradients, number by number. */
export interface AppliedOptimiser {
  /** Begin an update of all arrays. */
  begin(rateFactor?: number): void;
  /** Change the numbers of an array in place; `key` tells arrays apart. */
  update(key: string, values: Float64Array, gradient: Float64Array): void;
}

/** Apply an optimiser number by number, for learning that keeps its own. */
export function applyOptimiser(optimiser: Optimiser): AppliedOptimiser {
  const parsed = parseOptimiser(optimiser);
  const common = parsed.first();
  const known = new Map<string, readonly Float64Array[]>();
  return {
    begin: (rateFactor = 1) => parsed.next(common, rateFactor),
    update(key, values, gradient) {
      const kept = known.get(key) ?? parsed.state.map(() => new Float64Array(values.length));
      known.set(key, kept);
      for (let n = 0; n < values.length; n++) {
        const names = new Map(parsed.common.map((name, k) => [name, common[k] as number]));
        names.set("value", values[n] as number).set("gradient", gradient[n] as number);
        parsed.state.forEach((name, k) => {
          names.set(name, kept[k]?.[n] as number);
        });
        const scope = (name: string): number | undefined => names.get(name);
        for (const [name, value] of parsed.update) {
          names.set(name, evaluate(value, { scope, functions: hostFunctions }));
        }
        values[n] = names.get("value") as number;
        parsed.state.forEach((name, k) => {
          (kept[k] as Float64Array)[n] = names.get(name) as number;
        });
      }
    },
  };
}
