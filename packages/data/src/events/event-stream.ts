/** Width and height of a sensor in pixels. */
export interface SensorSize {
  readonly width: number;
  readonly height: number;
}

/** Camera events as columns of equal length. */
export interface EventStream {
  readonly sensor: SensorSize;
  /** Times in µs. */
  readonly t: Float64Array;
  /** Columns, counted from the left. */
  readonly x: Uint16Array;
  /** Rows, counted as in the file, for most cameras from the top. */
  readonly y: Uint16Array;
  /** 1 for an increase in brightness, 0 for a decrease. */
  readonly p: Uint8Array;
}

/** Return the events from one index up to another, without copying. */
export function sliceEvents(events: EventStream, from: number, until: number): EventStream {
  const { sensor, t, x, y, p } = events;
  const part = { t: t.subarray(from, until), x: x.subarray(from, until) };
  return { sensor, ...part, y: y.subarray(from, until), p: p.subarray(from, until) };
}

/** Return the events at the given indices, in that order. */
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

/** Sort events by time; simultaneous events keep their order. */
export function sortEvents(events: EventStream): EventStream {
  const { t } = events;
  const order = Uint32Array.from({ length: t.length }, (_, k) => k);
  order.sort((a, b) => (t[a] as number) - (t[b] as number));
  return takeEvents(events, order);
}
