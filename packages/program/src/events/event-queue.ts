/**
 * Priority queue of events, as four numbers each.
 *
 * Order: by time; events at one time by kind, then by `what`, then by `by`. It does not depend on when an event was inserted, so
 * two simulators that queue the same events process them in the same order.
 */
export interface EventQueue {
  readonly length: number;
  /** Time of the next event; Infinity if there is none. */
  readonly soonest: number;
  /** Kind of the next event, if there is one. */
  readonly soonestKind: number;
  clear(): void;
  put(time: number, kind: number, what: number, by: number): void;
  /** Remove the next event; the fields below describe it. */
  take(): void;
  readonly time: number;
  readonly kind: number;
  readonly what: number;
  readonly by: number;
}

/** Create a queue: a binary heap of times and, in columns, other fields. */
export function eventQueue(): EventQueue {
  let room = 1024;
  let length = 0;
  let times = new Float64Array(room);
  // After the first `length` elements come the free indices.
  let heap = Int32Array.from({ length: room }, (_, k) => k);
  let fields = new Int32Array(3 * room);
  const next = { time: 0, kind: 0, what: 0, by: 0 };
  const isBefore = (a: number, b: number): boolean => {
    for (let k = 0; k < 3; k++) {
      const own = fields[3 * a + k] as number;
      const other = fields[3 * b + k] as number;
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
  const sink = (time: number, last: number): void => {
    let at = 0;
    for (let child = 1; child < length; child = 2 * at + 1) {
      const right = child + 1;
      if (right < length) {
        const one = times[right] as number;
        const other = times[child] as number;
        if (
          one < other ||
          (one === other && isBefore(heap[right] as number, heap[child] as number))
        ) {
          child = right;
        }
      }
      const own = times[child] as number;
      if (time < own || (time === own && !isBefore(heap[child] as number, last))) break;
      heap[at] = heap[child] as number;
      times[at] = own;
      at = child;
    }
    heap[at] = last;
    times[at] = time;
  };
  return {
    get length() {
      return length;
    },
    get soonest() {
      return length > 0 ? (times[0] as number) : Number.POSITIVE_INFINITY;
    },
    get soonestKind() {
      return fields[3 * (heap[0] as number)] as number;
    },
    clear() {
      length = 0;
    },
    put(time, kind, what, by) {
      if (length === room) grow();
      const own = heap[length] as number;
      fields[3 * own] = kind;
      fields[3 * own + 1] = what;
      fields[3 * own + 2] = by;
      let at = length++;
      while (at > 0) {
        const above = (at - 1) >> 1;
        const held = times[above] as number;
        if (held < time || (held === time && !isBefore(own, heap[above] as number))) break;
        heap[at] = heap[above] as number;
        times[at] = held;
        at = above;
      }
      heap[at] = own;
      times[at] = time;
    },
    take() {
      const first = heap[0] as number;
      next.time = times[0] as number;
      length--;
      if (length > 0) sink(times[length] as number, heap[length] as number);
      heap[length] = first;
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
