import { show, TIME } from "../errors.ts";
import { readTime } from "../plan/network-step.ts";

// An interval counts as a multiple of the step within this fraction of a step.
const SLACK = 1e-6;

/** Read a sampling interval in milliseconds; it must be positive. */
export function readInterval(every: string, place: string): number {
  const interval = readTime(every, place);
  if (interval > 0) return interval;
  throw TIME({ place, message: "An interval must be longer than 0.", got: show(every) });
}

/** Reject an interval that is not a multiple of the step, because it would be rounded. */
export function checkInterval(every: string, dt: number | undefined, place: string): void {
  const interval = readInterval(every, place);
  if (dt === undefined) return;
  const steps = interval / dt;
  if (steps > 1 - SLACK && Math.abs(steps - Math.round(steps)) <= SLACK * Math.max(1, steps))
    return;
  const below = Math.floor(steps);
  const near = [below, below + 1].filter((count) => count > 0);
  throw TIME({
    place,
    message: "An interval must be a multiple of the step.",
    expected: `a multiple of ${inMilliseconds(1, dt)}`,
    got: show(every),
    next: `Use ${near.map((count) => `"${inMilliseconds(count, dt)}"`).join(" or ")}.`,
  });
}

/** Print a number of steps as a time: 3 steps of 0.1 ms are `0.3 ms`. */
function inMilliseconds(steps: number, dt: number): string {
  return `${Number((steps * dt).toPrecision(12))} ms`;
}
