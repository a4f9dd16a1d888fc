/**
 * Times by which neurons must be inspected, in lists by tick: each neuron stands in at most one.
 *
 * A neuron may be listed earlier than necessary, never later; it is then listed again when it is inspected.
 */
export interface Looks {
  /** List a neuron for a time, unless it is listed before. */
  see(neuron: number, time: number): void;
  /** List a neuron for a time, and for no earlier one. */
  move(neuron: number, time: number): void;
  /** Remove and return a neuron of a tick; -1 if there is none. */
  take(tick: number): number;
  /** Whether no neuron is listed in a tick. */
  isEmpty(tick: number): boolean;
  /** Set the present tick: earlier times are listed in it, times too far ahead in the last one. */
  begin(tick: number): void;
}

/** Create empty lists; the number of ticks is a power of two. */
export function createLooks(neurons: number, ticks: number, perTick: number): Looks {
  const mask = ticks - 1;
  const scale = 1 / perTick;
  const first = new Int32Array(ticks).fill(-1);
  const next = new Int32Array(neurons);
  const previous = new Int32Array(neurons);
  const listed = new Float64Array(neurons).fill(Number.POSITIVE_INFINITY);
  let now = 0;
  const unlink = (neuron: number): void => {
    const after = next[neuron] as number;
    const before = previous[neuron] as number;
    if (before < 0) first[(listed[neuron] as number) & mask] = after;
    else next[before] = after;
    if (after >= 0) previous[after] = before;
    listed[neuron] = Number.POSITIVE_INFINITY;
  };
  const see = (neuron: number, time: number): void => {
    const own = Math.floor(time * scale);
    const tick = own < now ? now : own < now + mask ? own : now + mask;
    const known = listed[neuron] as number;
    if (known <= tick || time === Number.POSITIVE_INFINITY) return;
    if (known !== Number.POSITIVE_INFINITY) unlink(neuron);
    const at = tick & mask;
    const after = first[at] as number;
    first[at] = neuron;
    next[neuron] = after;
    previous[neuron] = -1;
    if (after >= 0) previous[after] = neuron;
    listed[neuron] = tick;
  };
  return {
    see,
    move(neuron, time) {
      if (listed[neuron] !== Number.POSITIVE_INFINITY) unlink(neuron);
      see(neuron, time);
    },
    take(tick) {
      const neuron = first[tick & mask] as number;
      if (neuron >= 0) unlink(neuron);
      return neuron;
    },
    isEmpty: (tick) => (first[tick & mask] as number) < 0,
    begin(tick) {
      now = tick;
    },
  };
}
