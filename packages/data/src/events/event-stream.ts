/** Width and height of a sensor in pixels. */
export interface SensorSize {
  readonly width: number;
  readonly height: number;
}

/** Events of a camera as columns of the same length. */
export interface EventStream {
  readonly sensor: SensorSize;
  /** Times in µs. */
  readonly t: Float64Array;
  /** Columns, counted from the left. */
  readonly x: Uint16Array;
  /** Rows, counted as the file does, which for most cameras is from the top. */
  readonly y: Uint16Array;
  /** 1 where it became brighter, 0 where it became darker. */
  readonly p: Uint8Array;
}

/** Take events from one index up to another, without a copy. */
export function sliceEvents(events: EventStream, from: number, until: number): EventStream {
  const { sensor, t, x, y, p } = events;
  const part = { t: t.subarray(from, until), x: x.subarray(from, until) };
  return { sensor, ...part, y: y.subarray(from, until), p: p.subarray(from, until) };
}

/** Take the events at some indices, in the order given. */
export function takeEvents(events: EventStream, indices: ArrayLike<number>): EventStream {
  const size = indices.length;
  const t = new Float64Array(size);
  const x = new Uint16Array(size);
  const y = new Uint16Array(size);
  const p = new Uint8Array(size);
  for (let k = 0; k < size; k++) {
    const from = indices[k] as number;
    t[k] = events.t[from] as number;
    x[k] = events.x[from] as number;
    y[k] = events.y[from] as number;
    p[k] = events.p[from] as number;
  }
  return { sensor: events.sensor, t, x, y, p };
}

/** Sort events by time; those of one time keep their order. */
export function sortEvents(events: EventStream): EventStream {
  const { t } = events;
  const order = Uint32Array.from({ length: t.length }, (_, k) => k);
  order.sort((a, b) => (t[a] as number) - (t[b] as number));
  return takeEvents(events, order);
}
