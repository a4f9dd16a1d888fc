/**
 * Return the step that contains a time: `step * dt <= time < (step + 1) * dt`, as these products are rounded.
 */
export function stepOf(time: number, dt: number): number {
  let step = Math.floor(time / dt);
  if (step * dt > time) step--;
  if ((step + 1) * dt <= time) step++;
  return step;
}

/**
 * Return the grid time of a step in ms.
 *
 * It is rounded only once if a millisecond is a whole number of steps.
 */
export function gridTime(step: number, dt: number): number {
  const inMillisecond = Math.round(1 / dt);
  return Math.abs(inMillisecond * dt - 1) <= 1e-12 ? step / inMillisecond : step * dt;
}
