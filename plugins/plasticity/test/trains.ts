/** Times in ms of one neuron's spikes, ascending. */
export type Train = readonly number[];

/**
 * Draw trains on multiples of 0.3 ms, the same in every run.
 *
 * The relay takes 0.1 ms (0.2 ms under brian2) and the delay of 1 ms is on the target's side (the source's), so
 * that no spike of a source ever coincides with one of a target at a synapse.
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
    const tenths = new Set<number>();
    while (tenths.size < spikes) tenths.add(3 * Math.floor((next() * until) / 0.3) + 6);
    return [...tenths].sort((a, b) => a - b).map((one) => one / 10);
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
