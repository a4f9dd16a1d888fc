import { log } from "./log.ts";
import type { Operations } from "./operations.ts";

/** ln(1 + x), with a first-order correction for the rounding error of 1 + x. */
export function log1p<V, M>(o: Operations<V, M>, x: V): V {
  const one = o.constant(1);
  const sum = o.add(one, x);
  const other = o.sub(sum, one);
  const lost = o.add(o.sub(one, o.sub(sum, other)), o.sub(x, other));
  const inside = o.and(o.gt(sum, o.constant(0)), o.lt(sum, o.constant(Number.POSITIVE_INFINITY)));
  const correction = o.select(inside, o.div(lost, sum), o.constant(0));
  return o.select(o.eq(x, o.constant(0)), x, o.add(log(o, sum), correction));
}
