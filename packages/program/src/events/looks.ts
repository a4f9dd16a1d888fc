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
  /** Remove all neurons, and begin again with tick 0. */
  clear(): void;
  /** Set the present tick: earlier times are listed in it, times too far ahead in the last one. */
  begin(tick: number): void;
}

/** Numbers in a chunk of a list, those of a cache line: the next chunk, then neurons. */
const chunk = 16;

/** Create empty lists; the number of ticks is a power of two. */
export function createLooks(neurons: number, ticks: number, perTick: number): Looks {
  const mask = ticks - 1;
  const scale = 1 / perTick;
  // The lists lie side by side, so that the chunks to which neurons are added stay in the cache.
  const heads = new Int32Array(ticks).fill(-1);
  /** Neurons in the first chunk of a list. */
  const counts = new Uint8Array(ticks);
  let chunks = new Int32Array(chunk * ticks);
  let free = -1;
  let made = 0;
  /** Slot of the tick for which a neuron is listed; -1 for none. */
  const listed = new Int32Array(neurons).fill(-1);
  let now = 0;
  const newChunk = (): number => {
    const found = free;
    if (found >= 0) {
      free = chunks[found] as number;
      return found;
    }
    if (chunk * made === chunks.length) {
      const larger = new Int32Array(2 * chunks.length);
      larger.set(chunks);
      chunks = larger;
    }
    return chunk * made++;
  };
  const append = (neuron: number, at: number): void => {
    let head = heads[at] as number;
    let count = counts[at] as number;
    if (head < 0 || count === chunk - 1) {
      const added = newChunk();
      chunks[added] = head;
      heads[at] = added;
      head = added;
      count = 0;
    }
    chunks[head + ++count] = neuron;
    counts[at] = count;
    listed[neuron] = at;
  };
  /** Ticks from now on to a time, from 0 to the last one that can be listed. */
  const aheadOf = (time: number): number =>
    Math.min(Math.max(Math.floor(time * scale) - now, 0), mask);
  return {
    see(neuron, time) {
      if (time === Number.POSITIVE_INFINITY) return;
      const ahead = aheadOf(time);
      const known = listed[neuron] as number;
      if (known < 0 || ahead < ((known - now) & mask)) append(neuron, (now + ahead) & mask);
    },
    move(neuron, time) {
      const at = time === Number.POSITIVE_INFINITY ? -1 : (now + aheadOf(time)) & mask;
      if (at === listed[neuron]) return;
      if (at < 0) listed[neuron] = at;
      else append(neuron, at);
    },
    take(tick) {
      const at = tick & mask;
      for (let head = heads[at] as number; head >= 0; ) {
        const count = counts[at] as number;
        const neuron = chunks[head + count] as number;
        if (count > 1) counts[at] = count - 1;
        else {
          heads[at] = chunks[head] as number;
          chunks[head] = free;
          free = head;
          head = heads[at] as number;
          counts[at] = chunk - 1;
        }
        if (listed[neuron] !== at) continue;
        listed[neuron] = -1;
        return neuron;
      }
      return -1;
    },
    isEmpty: (tick) => (heads[tick & mask] as number) < 0,
    clear() {
      heads.fill(-1);
      listed.fill(-1);
      free = -1;
      made = 0;
      now = 0;
    },
    begin(tick) {
      now = tick;
    },
  };
}
