import type { EventStream, SensorSize } from "./event-stream.ts";

/** Columns of events with spare capacity: the first `count` of each are used. */
export interface EventColumns {
  count: number;
  t: Float64Array;
  x: Uint16Array;
  y: Uint16Array;
  p: Uint8Array;
}

/** Create empty columns. */
export function eventColumns(room = 0): EventColumns {
  return {
    count: 0,
    t: new Float64Array(room),
    x: new Uint16Array(room),
    y: new Uint16Array(room),
    p: new Uint8Array(room),
  };
}

/** Reserve capacity for more events. */
export function reserveEvents(columns: EventColumns, more: number): void {
  const need = columns.count + more;
  if (need <= columns.t.length) return;
  const room = Math.max(need, 2 * columns.t.length);
  const { count } = columns;
  const larger = eventColumns(room);
  larger.t.set(columns.t.subarray(0, count));
  larger.x.set(columns.x.subarray(0, count));
  larger.y.set(columns.y.subarray(0, count));
  larger.p.set(columns.p.subarray(0, count));
  columns.t = larger.t;
  columns.x = larger.x;
  columns.y = larger.y;
  columns.p = larger.p;
}

/** Return the used part as events, without copying: the columns must not be written to afterwards. */
export function streamOf({ count, t, x, y, p }: EventColumns, sensor: SensorSize): EventStream {
  const columns = { t: t.subarray(0, count), x: x.subarray(0, count) };
  return { sensor, ...columns, y: y.subarray(0, count), p: p.subarray(0, count) };
}
