import type { SpikeLoomError } from "@spikeloom/kernel";
import { type DelayRules, roundDelay, type SynapseValue } from "@spikeloom/network";
import {
  type GridDelay,
  type OpenProjection,
  type ProjectionProgram,
  toGrid,
} from "@spikeloom/program";
import { DELAY_LONG } from "../errors.ts";

/** A projection whose delays are on the grid of steps. */
export interface GridProjection extends OpenProjection {
  readonly gridDelay: GridDelay;
}

// One less than 16 bits, because a convention may deliver a step later.
const mostSteps = 65_534;

/** Round the delays of a projection to the grid of its network; delays above the maximum are rejected. */
export function onGrid(
  delay: SynapseValue,
  index: number,
  { dt, convention }: DelayRules,
): GridDelay {
  const refuse = (long: number, place: string): SpikeLoomError => tooLong(long, dt, place);
  return toGrid(delay, { dt, convention, limit: { most: mostSteps, refuse } }, placeOf(index));
}

/**
 * Round a sample of delays in ms to the grid, ascending.
 *
 * A run rejects delays that are off the grid or out of bounds; here they are replaced by the nearest valid ones.
 */
export function nearestSteps(
  delays: readonly number[],
  { dt, convention }: DelayRules,
): readonly number[] {
  const { least, rounding } = convention.delay;
  const nearest = rounding === "exact" ? "nearest" : rounding;
  const delay = { ...convention.delay, rounding: nearest } as const;
  const rules = { dt, convention: { ...convention, delay } };
  const steps = delays.map((delay) => roundDelay(delay, rules, ""));
  const allowed = steps.map((one) => Math.min(Math.max(one, least), mostSteps));
  return [...new Set(allowed)].sort((a, b) => a - b);
}

/** Reject delays whose known maximum exceeds the supported one. */
export function checkLongest(
  { delay: { extent } }: OpenProjection,
  { delay: { source } }: ProjectionProgram,
  { index, dt, convention }: DelayRules & { readonly index: number },
): void {
  // Infinite tails are left to the run: a normal distribution far from the limit never reaches it.
  const isOpen =
    source.kind === "draw" &&
    source.draw.max === undefined &&
    !source.draw.law.distribution.startsWith("uniform");
  if (extent === undefined || isOpen) return;
  const [, longest] = extent;
  const place = placeOf(index);
  if (roundDelay(longest, { dt, convention }, place) > mostSteps) throw tooLong(longest, dt, place);
}

function placeOf(index: number): string {
  return `projections[${index}].delay`;
}

function tooLong(delay: number, dt: number, place: string): SpikeLoomError {
  return DELAY_LONG({ place, expected: `at most ${mostSteps * dt} ms`, got: `${delay} ms` });
}
