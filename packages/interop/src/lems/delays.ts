/** Steps of a simulation that are looked at, all delays together. */
const mostLooked = 20_000_000;
const mostSteps = 200_000;

/**
 * Make what gives the delay in ms after which a spike acts at the start of a step, from that of LEMS in seconds.
 *
 * What is due at t acts in the step that ends at t, where ours begins. jLEMS sums its time, so that rounding
 * decides about each spike which step that is: the one that most steps of the simulation have is taken.
 */
export function delaysIn({
  dt,
  length,
  distinct,
}: {
  /** In ms. */
  readonly dt: number;
  readonly length: number;
  /** How many delays there are. */
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

/** The number of steps to where an event is due that most steps have. */
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
