import type { SpikeLoomError } from "@spikeloom/kernel";
import {
  type DelayRules,
  delaySteps,
  roundDelay,
  roundDelays,
  type SynapseRow,
  type SynapseValue,
} from "@spikeloom/network";

/** Per-synapse delays in steps. */
export type GridDelay =
  | { readonly constant: number; readonly fill?: never; readonly extent?: never }
  | {
      readonly constant?: never;
      /** Write the delays of one row; the same whichever rows were filled before. */
      fill(row: SynapseRow, out: Int32Array): void;
      /** Minimum and maximum possible delay, if known. */
      readonly extent?: readonly [number, number] | undefined;
    };

/** The grid of steps to which delays are rounded. */
export interface DelayGrid extends DelayRules {
  /** Limits of the backend's storage; any delay by default. */
  readonly limit?: {
    /** In steps. */
    readonly most: number;
    /** Make the refusal of a longer delay, in ms. */
    refuse(delay: number, place: string): SpikeLoomError;
  };
}

/**
 * Round the delays of a projection to a grid of steps.
 *
 * Delays that the grid cannot represent are rejected when they are drawn.
 */
export function toGrid(delay: SynapseValue, grid: DelayGrid, place: string): GridDelay {
  if (delay.constant !== undefined) return { constant: onGrid(delay.constant, grid, place) };
  // Rounding preserves order, so checking the ends of the range is enough.
  const isSafe = delay.extent?.every((end) => isOnGrid(end, grid, place)) === true;
  return {
    fill: (row, out) => fillSteps(delay, row, { out, grid, place, isSafe }),
    extent: delay.extent && extentOnGrid(delay.extent, grid, place),
  };
}

function onGrid(delay: number, grid: DelayGrid, place: string): number {
  const steps = delaySteps(delay, grid, place);
  const { limit } = grid;
  if (limit === undefined || steps <= limit.most) return steps;
  throw limit.refuse(delay, place);
}

/** Find the range of delays on the grid; delays outside the limits are rejected when drawn. */
function extentOnGrid(
  [least, longest]: readonly [number, number],
  grid: DelayGrid,
  place: string,
): readonly [number, number] {
  const { convention, limit } = grid;
  const most = limit?.most ?? Number.POSITIVE_INFINITY;
  const steps = (delay: number): number =>
    Math.min(Math.max(roundDelay(delay, grid, place), convention.delay.least), most);
  return [steps(least), steps(longest)];
}

let scratch = new Float64Array(1024);

function fillSteps(
  delays: Extract<SynapseValue, { fill: unknown }>,
  row: SynapseRow,
  into: {
    readonly out: Int32Array;
    readonly grid: DelayGrid;
    readonly place: string;
    readonly isSafe: boolean;
  },
): void {
  const { length } = row.partners;
  if (scratch.length < length) scratch = new Float64Array(2 * length);
  const values = scratch.length === length ? scratch : scratch.subarray(0, length);
  delays.fill(row, values);
  const { grid, place, out, isSafe } = into;
  const isAllowed = isSafe || isInRange(values, grid, place);
  if (isAllowed && roundDelays(values, grid, out)) return;
  for (let k = 0; k < length; k++) out[k] = onGrid(values[k] ?? Number.NaN, grid, place);
}

/** Test whether all delays of a row are allowed: rounding preserves order, so its minimum and maximum decide. */
function isInRange(delays: Float64Array, grid: DelayGrid, place: string): boolean {
  let least = Number.POSITIVE_INFINITY;
  let longest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < delays.length; k++) {
    const delay = delays[k] as number;
    if (delay < least) least = delay;
    if (delay > longest) longest = delay;
  }
  return isOnGrid(least, grid, place) && isOnGrid(longest, grid, place);
}

function isOnGrid(delay: number, grid: DelayGrid, place: string): boolean {
  const { convention, limit } = grid;
  const steps = roundDelay(delay, grid, place);
  const isShort = limit === undefined || steps <= limit.most;
  return isShort && steps >= convention.delay.least && delay >= 0;
}
