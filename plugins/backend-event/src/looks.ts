/**
 * Times by which neurons must be inspected, in lists by tick.
 *
 * A neuron may be listed earlier than necessary, never later; it is then listed again when it is inspected. Entries of neurons that
 * have been listed for another tick since are skipped.
 */
export interface Looks {
  /** List a neuron for a time, unless it is listed before. */
  see(neuron: number, time: number): void;
  /** List a neuron for a time, and for no earlier one. */
  move(neuron: number, time: number): void;
  /** Remove and return a neuron of a tick; -1 if there is none. */
  take(tick: number): number;
  /** Whether no neuron is listed in a tick, but perhaps neurons that have moved. */
  isEmpty(tick: number): boolean;
  /** Set the present tick: earlier times are listed in it, times too far ahead in the last one. */
  begin(tick: number): void;
}

/** Room of a list at first. */
const room = 16;

/** Create empty lists; the number of ticks is a power of two. */
export function createLooks(neurons: number, ticks: number, perTick: number): Looks {
  const mask = ticks - 1;
  const scale = 1 / perTick;
  const lists: (Int32Array | undefined)[] = Array.from({ length: ticks }, () => undefined);
  const counts = new Int32Array(ticks);
  /** Tick for which a neuron is listed. */
  const listed = new Float64Array(neurons).fill(Number.POSITIVE_INFINITY);
  let now = 0;
  const append = (neuron: number, tick: number): void => {
    const at = tick & mask;
    const count = counts[at] as number;
    let list = lists[at];
    if (list === undefined || count === list.length) {
      const larger = new Int32Array(list === undefined ? room : 2 * count);
      if (list !== undefined) larger.set(list);
      list = larger;
      lists[at] = list;
    }
    list[count] = neuron;
    counts[at] = count + 1;
    listed[neuron] = tick;
  };
  const tickOf = (time: number): number => {
    const own = Math.floor(time * scale);
    return Math.min(Math.max(own, now), now + mask);
  };
  return {
    see(neuron, time) {
      if (time === Number.POSITIVE_INFINITY) return;
      const tick = tickOf(time);
      if (tick < (listed[neuron] as number)) append(neuron, tick);
    },
    move(neuron, time) {
      const tick = time === Number.POSITIVE_INFINITY ? time : tickOf(time);
      if (tick === listed[neuron]) return;
      if (tick === Number.POSITIVE_INFINITY) listed[neuron] = tick;
      else append(neuron, tick);
    },
    take(tick) {
      const at = tick & mask;
      const list = lists[at];
      for (let count = counts[at] as number; count > 0; ) {
        const neuron = list?.[--count] as number;
        counts[at] = count;
        if (listed[neuron] !== tick) continue;
        listed[neuron] = Number.POSITIVE_INFINITY;
        return neuron;
      }
      return -1;
    },
    isEmpty: (tick) => counts[tick & mask] === 0,
    begin(tick) {
      now = tick;
    },
  };
}
