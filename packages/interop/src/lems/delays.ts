/** Maximum number of simulation steps examined, for all delays together. */
const mostLooked = 20_000_000;
const mostSteps = 200_000;

/**
 * Return a function that converts LEMS delays in seconds to delays in ms with which spikes act at the start of a step.
 *
 * An event due at t acts in the step that ends at t, where our step begins. jLEMS accumulates its time, so rounding
 * determines the step for each spike; the step that applies most often in the simulation is used.
 */
export function delaysIn({
  dt,
  length,
  distinct,
}: {
  /** In ms. */
  readonly dt: number;
  readonly length: number;
  /** Number of delays. */
  readonly distinct: number;
}): (delay: number) => number {
  const step = dt / 1000;
  const steps = Math.min(Math.round(length / dt), mostSteps, Math.ceil(mostLooked / distinct));
  const times = [0];
  for (let k = 0; k <= steps; k++) times.push((times[k] ?? 0) + step);
  const known = new Map<number, number>();
  return (delay) => {
    const found = known.get(delay);
    if (found !== undefined) return found;
    const made = delay <= 0 ? 0 : Math.max(0, mostOften(delay, step, times) - 1) * dt;
    known.set(delay, made);
    return made;
  };
}

/** Number of steps until an event is due, as it applies most often. */
function mostOften(delay: number, step: number, times: readonly number[]): number {
  const about = Math.floor(delay / step);
  const counts = new Map<number, number>();
  for (let from = 1; from + about + 1 < times.length; from++) {
    const due = (times[from] ?? 0) + delay;
    let count = Math.max(1, about - 1);
    while ((times[from + count] ?? Number.POSITIVE_INFINITY) < due) count++;
    counts.set(count, (counts.get(count) ?? 0) + 1);
  }
  const [most = [Math.round(delay / step), 0]] = [...counts].sort(([, a], [, b]) => b - a);
  return most[0];
}
