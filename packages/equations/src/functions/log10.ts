import { extendedConstant, product, rounded } from "./extended.ts";
import { everywhere, extendedLog } from "./logarithm.ts";
import type { Operations } from "./operations.ts";

const inverseLn10 = {
  f64: [Math.LOG10E, 1.098319650216765e-17],
  f32: [0.4342944920063019, -1.0103049952192578e-8],
} as const;

/** The decimal logarithm; exact at powers of ten. */
export function log10<V, M>(o: Operations<V, M>, x: V): V {
  const factor = extendedConstant(o, inverseLn10[o.precision]);
  return everywhere(o, x, (lifted, shift) =>
    rounded(o, product(o, extendedLog(o, lifted, shift), factor)),
  );
}
