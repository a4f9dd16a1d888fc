import { arrivalShift, type Phase } from "../schedule.ts";
import { statedDelays } from "../synapses/outside-events.ts";
import { type DelayGrid, toGrid } from "./grid-delays.ts";
import type { OpenProjection } from "./open-projection.ts";

/** A projection, and its least delay in steps; infinite without synapses. */
export interface DrawnDelays {
  readonly projection: OpenProjection;
  readonly least: number;
}

/** Find the least delay in steps that a projection can have, before any is drawn. */
export function leastDelay({ delay, place }: OpenProjection, grid: DelayGrid): number {
  const { constant, extent } = toGrid(delay, grid, `${place}.delay`);
  return constant ?? extent?.[0] ?? 0;
}

/**
 * Find the least number of steps from a spike to its effect.
 *
 * Infinite if no spike has any.  * Rows that are drawn at each spike count with the least delay that they can have, and projections that deliver nothing
 * do not count.
 */
export function leastInterval(
  program: DelayGrid & { readonly schedule: readonly Phase[] },
  drawn: readonly DrawnDelays[],
): number {
  const shift = arrivalShift(program);
  const steps = drawn.flatMap(({ projection, least }) => {
    const { dynamic, procedural, receptor } = projection;
    if (dynamic === undefined && receptor === undefined) return [];
    const stated = dynamic === undefined ? [] : statedDelays(dynamic, program.dt);
    return [...stated, (procedural ? leastDelay(projection, program) : least) + shift];
  });
  return steps.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
}
