/**
 * Priority queue of events, as four numbers each.
 *
 * Order: by time; events at one time by kind, then by `what`, then by `by`. It does not depend on when an event was inserted, so
 * two simulators that queue the same events process them in the same order.
 */
export interface EventQueue {
  readonly length: number;
  clear(): void;
  put(time: number, kind: number, what: number, by: number): void;
  /** Remove the next event; the fields below describe it. */
  take(): void;
  readonly time: number;
  readonly kind: number;
  readonly what: number;
  readonly by: number;
}

/** Create a queue: a binary heap of indices of events stored in columns. */
export function eventQueue(): EventQueue {
  let [room, length] = [1024, 0];
  let times = new Float64Array(room);
  let fields = new Int32Array(3 * room);
  // After the first `length` elements come the free indices.
  let heap = Int32Array.from({ length: room }, (_, k) => k);
  const next = { time: 0, kind: 0, what: 0, by: 0 };
  const isBefore = (a: number, b: number): boolean => {
    const [left, right] = [times[a] as number, times[b] as number];
    if (left !== right) return left < right;
    for (let k = 0; k < 3; k++) {
      const [own, other] = [fields[3 * a + k] as number, fields[3 * b + k] as number];
      if (own !== other) return own < other;
    }
    return false;
  };
  const grow = (): void => {
    const [olderTimes, olderFields, olderHeap] = [times, fields, heap];
    room *= 2;
    times = new Float64Array(room);
    fields = new Int32Array(3 * room);
    heap = Int32Array.from({ length: room }, (_, k) => k);
    times.set(olderTimes);
    fields.set(olderFields);
    heap.set(olderHeap);
  };
  const sink = (last: number): void => {
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      const right = child + 1;
      if (right < length && isBefore(heap[right] as number, heap[child] as number)) child = right;
      if (!isBefore(heap[child] as number, last)) break;
      heap[at] = heap[child] as number;
      at = child;
    }
    heap[at] = last;
  };
  return {
    get length() {
      return length;
    },
    clear() {
      length = 0;
    },
    put(time, kind, what, by) {
      if (length === room) grow();
      const own = heap[length] as number;
      times[own] = time;
      fields[3 * own] = kind;
      fields[3 * own + 1] = what;
      fields[3 * own + 2] = by;
      let at = length++;
      while (at > 0) {
        const above = (at - 1) >> 1;
        const held = heap[above] as number;
        if (!isBefore(own, held)) break;
        heap[at] = held;
        at = above;
      }
      heap[at] = own;
    },
    take() {
      const first = heap[0] as number;
      const last = heap[--length] as number;
      if (length > 0) sink(last);
      heap[length] = first;
      next.time = times[first] as number;
      next.kind = fields[3 * first] as number;
      next.what = fields[3 * first + 1] as number;
      next.by = fields[3 * first + 2] as number;
    },
    get time() {
      return next.time;
    },
    get kind() {
      return next.kind;
    },
    get what() {
      return next.what;
    },
    get by() {
      return next.by;
    },
  };
}
