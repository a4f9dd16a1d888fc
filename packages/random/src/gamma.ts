import type { DrawSource } from "./draw-source.ts";
import { exp, log } from "./elementary.ts";
import { DISTRIBUTION } from "./errors.ts";

/** Draw from the gamma distribution of scale 1 (Marsaglia & Tsang 2000, doi:10.1145/358407.358414). */
export function gamma(from: Pick<DrawSource, "normal" | "uniformOpen">, shape: number): number {
  if (!(shape > 0 && shape < Number.POSITIVE_INFINITY)) {
    throw DISTRIBUTION({
      distribution: "gamma",
      expected: "a finite shape above 0",
      got: String(shape),
    });
  }
  if (shape >= 1) return gammaFromOne(from, shape);
  const larger = gammaFromOne(from, shape + 1);
  return larger * exp(log(from.uniformOpen()) / shape);
}

function gammaFromOne(from: Pick<DrawSource, "normal" | "uniformOpen">, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = from.normal();
    const t = 1 + c * x;
    if (t <= 0) continue;
    const v = t * t * t;
    const u = from.uniformOpen();
    const square = x * x;
    if (u < 1 - 0.0331 * square * square) return d * v;
    if (log(u) < 0.5 * square + d * (1 - v + log(v))) return d * v;
  }
}
