import { readTime } from "@spikeloom/network";
import { STEPPING_VALUE } from "../errors.ts";
import { runSteps } from "../run-length.ts";

/** Parse a duration as a whole number of steps. */
export function wholeSteps(duration: string, dt: number): number {
  const place = "advance";
  const time = readTime(duration, place);
  const steps = time / dt;
  const near = Math.round(steps);
  if (Math.abs(steps - near) <= 1e-6 * Math.max(1, steps)) {
    return runSteps(near * dt, dt, { name: "nest" });
  }
  const below = Math.max(1, Math.floor(steps));
  throw STEPPING_VALUE({
    place,
    message: "A network advances by whole steps.",
    expected: `a multiple of ${dt} ms`,
    got: duration,
    next: `Advance by ${inMs(below * dt)} or ${inMs((below + 1) * dt)}.`,
  });
}

function inMs(time: number): string {
  return `"${Number(time.toPrecision(12))} ms"`;
}
