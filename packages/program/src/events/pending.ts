/**
 * Arrivals on their way: a time and a segment of a row.
 *
 * They lie in lists by tick; those of a window are sorted by time, then by segment.
 */
export interface Pending {
  readonly size: number;
  put(time: number, segment: number): void;
  isEmpty(tick: number): boolean;
  /** Remove all arrivals. */
  clear(): void;
  /** Remove the arrivals of a tick that come before a time; return their number. */
  take(tick: number, until: number): number;
  /** Arrivals that were removed last, in order. */
  readonly times: Float64Array;
  readonly segments: Int32Array;
  /** List all arrivals, in no order. */
  list(): { readonly times: Float64Array; readonly segments: Int32Array };
}

/**
 * Create empty lists.
 *
 * The number of ticks is a power of two, and exceeds the longest time from now to an arrival.
 */
export function createPending(ticks: number, perTick: number): Pending {
  const mask = ticks - 1;
  const scale = 1 / perTick;
  const first = new Int32Array(ticks).fill(-1);
  let room = 1024;
  let times = new Float64Array(room);
  let segments = new Int32Array(room);
  let next = Int32Array.from({ length: room }, (_, k) => k + 1);
  let free = 0;
  let size = 0;
  const taken = sortedArrivals();
  const grow = (): void => {
    const [olderTimes, olderSegments, olderNext] = [times, segments, next];
    room *= 2;
    times = new Float64Array(room);
    segments = new Int32Array(room);
    next = Int32Array.from({ length: room }, (_, k) => k + 1);
    times.set(olderTimes);
    segments.set(olderSegments);
    next.set(olderNext);
  };
  return {
    get size() {
      return size;
    },
    get times() {
      return taken.times;
    },
    get segments() {
      return taken.segments;
    },
    isEmpty: (tick) => (first[tick & mask] as number) < 0,
    clear() {
      if (size === 0) return;
      first.fill(-1);
      next = Int32Array.from({ length: room }, (_, k) => k + 1);
      free = 0;
      size = 0;
    },
    put(time, segment) {
      if (size === room) grow();
      const own = free;
      free = next[own] as number;
      size++;
      const at = Math.floor(time * scale) & mask;
      times[own] = time;
      segments[own] = segment;
      next[own] = first[at] as number;
      first[at] = own;
    },
    take(tick, until) {
      const at = tick & mask;
      taken.clear();
      let kept = -1;
      for (let own = first[at] as number; own >= 0; ) {
        const after = next[own] as number;
        const time = times[own] as number;
        if (time < until) {
          taken.add(time, segments[own] as number);
          next[own] = free;
          free = own;
          size--;
        } else {
          next[own] = kept;
          kept = own;
        }
        own = after;
      }
      first[at] = kept;
      return taken.sort(tick * perTick, perTick);
    },
    list() {
      const [allTimes, allSegments] = [new Float64Array(size), new Int32Array(size)];
      let k = 0;
      for (const head of first) {
        for (let own = head; own >= 0; own = next[own] as number, k++) {
          allTimes[k] = times[own] as number;
          allSegments[k] = segments[own] as number;
        }
      }
      return { times: allTimes, segments: allSegments };
    },
  };
}

/** Pairs of a time and a number, sorted by time, then by number. */
export interface SortedArrivals {
  readonly length: number;
  readonly times: Float64Array;
  readonly segments: Int32Array;
  clear(): void;
  add(time: number, segment: number): void;
  /** Sort times between `from` and `from + span`; return their number. */
  sort(from: number, span: number): number;
}

/** Up to this many pairs are sorted by insertion. */
const few = 24;

/** Create a list of pairs: times that are spread evenly are sorted in linear time. */
export function sortedArrivals(): SortedArrivals {
  let length = 0;
  let times = new Float64Array(256);
  let segments = new Int32Array(256);
  let otherTimes = new Float64Array(256);
  let otherSegments = new Int32Array(256);
  let counts = new Int32Array(257);
  let bins = new Int32Array(256);
  const grow = (): void => {
    const [olderTimes, olderSegments] = [times, segments];
    times = new Float64Array(2 * length);
    segments = new Int32Array(2 * length);
    otherTimes = new Float64Array(2 * length);
    otherSegments = new Int32Array(2 * length);
    counts = new Int32Array(2 * length + 1);
    bins = new Int32Array(2 * length);
    times.set(olderTimes);
    segments.set(olderSegments);
  };
  const swap = (): void => {
    [times, otherTimes] = [otherTimes, times];
    [segments, otherSegments] = [otherSegments, segments];
  };
  /** Distribute by time; return the largest number of pairs that share a bin. */
  const distribute = (from: number, span: number): number => {
    const scale = length / span;
    const last = length - 1;
    counts.fill(0, 0, length + 1);
    for (let k = 0; k < length; k++) {
      const bin = Math.floor(((times[k] as number) - from) * scale);
      const own = Math.max(0, Math.min(bin, last));
      bins[k] = own;
      counts[own + 1] = (counts[own + 1] as number) + 1;
    }
    let most = 0;
    for (let k = 0; k < length; k++) {
      const own = counts[k + 1] as number;
      if (own > most) most = own;
      counts[k + 1] = own + (counts[k] as number);
    }
    for (let k = 0; k < length; k++) {
      const bin = bins[k] as number;
      const at = counts[bin] as number;
      counts[bin] = at + 1;
      otherTimes[at] = times[k] as number;
      otherSegments[at] = segments[k] as number;
    }
    swap();
    return most;
  };
  const isAfter = (a: number, b: number): boolean => {
    const [one, other] = [times[a] as number, times[b] as number];
    return one > other || (one === other && (segments[a] as number) > (segments[b] as number));
  };
  /** Merge runs of doubled length. */
  const merge = (): void => {
    for (let run = 1; run < length; run *= 2) {
      for (let begin = 0; begin < length; begin += 2 * run) {
        const middle = Math.min(begin + run, length);
        const end = Math.min(middle + run, length);
        let left = begin;
        let right = middle;
        for (let at = begin; at < end; at++) {
          const isRight = left === middle || (right < end && isAfter(left, right));
          const own = isRight ? right++ : left++;
          otherTimes[at] = times[own] as number;
          otherSegments[at] = segments[own] as number;
        }
      }
      swap();
    }
  };
  const isReversed = (): boolean => {
    for (let k = 1; k < length; k++) if (!isAfter(k - 1, k)) return false;
    return length > 0;
  };
  const reverse = (): void => {
    times.subarray(0, length).reverse();
    segments.subarray(0, length).reverse();
  };
  const insert = (): void => {
    for (let k = 1; k < length; k++) {
      const time = times[k] as number;
      const segment = segments[k] as number;
      let at = k;
      for (; at > 0; at--) {
        const before = times[at - 1] as number;
        if (before < time || (before === time && (segments[at - 1] as number) <= segment)) break;
        times[at] = before;
        segments[at] = segments[at - 1] as number;
      }
      times[at] = time;
      segments[at] = segment;
    }
  };
  return {
    get length() {
      return length;
    },
    get times() {
      return times;
    },
    get segments() {
      return segments;
    },
    clear() {
      length = 0;
    },
    add(time, segment) {
      if (length === times.length) grow();
      times[length] = time;
      segments[length++] = segment;
    },
    sort(from, span) {
      // Spikes that are sent in order lie in reverse.
      if (isReversed()) reverse();
      // Many spikes may be simultaneous.
      else if (length > few && distribute(from, span) > few) merge();
      else insert();
      return length;
    },
  };
}
