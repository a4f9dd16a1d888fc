/** Return the number of steps in a millisecond; undefined if it is not whole. */
export function stepsInMillisecond(dt: number): number | undefined {
  const count = Math.round(1 / dt);
  return Math.abs(count * dt - 1) <= 1e-12 ? count : undefined;
}

/**
 * Return the time of a step in ms.
 *
 * Rounded only once if a millisecond is a whole number of steps.
 */
export function timeOfStep(step: number, dt: number): number {
  const inMillisecond = stepsInMillisecond(dt);
  return inMillisecond === undefined ? step * dt : step / inMillisecond;
}
