/** Times in ms of one neuron's spikes, ascending. */
export type Train = readonly number[];

/**
 * Draw trains on a grid of a tenth of a millisecond, the same in every run.
 *
 * With `apart`, source and target never spike in the same step, nor where a delay of one step makes
 * them meet: sources keep to even tenths, targets to odd ones less one.
 */
export function drawTrains(
  count: number,
  {
    spikes,
    until,
    seed,
  }: { readonly spikes: number; readonly until: number; readonly seed: number },
): readonly Train[] {
  let state = seed;
  const next = (): number => {
    state = (state * 1103515245 + 12345) % 2147483648;
    return state / 2147483648;
  };
  return Array.from({ length: count }, () => {
    const times = new Set<number>();
    while (times.size < spikes) times.add(Math.floor(next() * until * 10));
    return [...times].sort((a, b) => a - b).map((tenths) => (tenths + 10) / 10);
  });
}

/** The events of both sides as they reach a synapse, in order of time. */
export function eventsAt(
  pre: Train,
  post: Train,
): readonly { readonly time: number; readonly side: "pre" | "post" }[] {
  return [
    ...pre.map((time) => ({ time, side: "pre" as const })),
    ...post.map((time) => ({ time, side: "post" as const })),
  ].sort((a, b) => a.time - b.time);
}

/** Sum exp(-(time - one) / tau) over the spikes before a time. */
export function filtered(train: Train, time: number, tau: number): number {
  let sum = 0;
  for (const one of train) if (one < time) sum += Math.exp((one - time) / tau);
  return sum;
}

/** The last spike before a time; minus infinity if there is none. */
export function lastBefore(train: Train, time: number): number {
  return Math.max(Number.NEGATIVE_INFINITY, ...train.filter((one) => one < time));
}
