/**
 * Return the step that contains a time: `step * dt <= time < (step + 1) * dt`, as these products are rounded.
 */
export function stepOf(time: number, dt: number): number {
  let step = Math.floor(time / dt);
  if (step * dt > time) step--;
  if ((step + 1) * dt <= time) step++;
  return step;
}
