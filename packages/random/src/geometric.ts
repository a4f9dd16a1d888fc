import type { DrawSource } from "./draw-source.ts";
import { log, log1p } from "./elementary.ts";
import { DISTRIBUTION } from "./errors.ts";

/** Draw the number of failures before the first success of probability p, 0 < p <= 1. */
export function geometric(from: Pick<DrawSource, "uniformOpen">, p: number): number {
  if (!(p > 0 && p <= 1)) {
    throw DISTRIBUTION({ distribution: "geometric", expected: "0 < p <= 1", got: String(p) });
  }
  // A number is drawn even if p = 1, so that the words used do not depend on p.
  const u = from.uniformOpen();
  return p === 1 ? 0 : Math.floor(log(u) / log1p(-p));
}
