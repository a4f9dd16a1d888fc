import type { Operations } from "./operations.ts";

/** -1 or 1; zeros and NaN are returned unchanged. */
export function sign<V, M>(o: Operations<V, M>, x: V): V {
  return o.select(o.gt(o.abs(x), o.constant(0)), o.withSign(o.constant(1), x), x);
}

/** Clamp x to low and high; NaN in any argument yields NaN. With low > high the result is high. */
export function clip<V, M>(o: Operations<V, M>, x: V, low: V, high: V): V {
  return o.min(o.max(x, low), high);
}

/** The number of whole steps in a time, with a tolerance of a thousandth of a step for rounding. */
export function timestep<V, M>(o: Operations<V, M>, t: V, dt: V): V {
  return o.trunc(o.div(o.add(t, o.mul(o.constant(1e-3), dt)), dt));
}
