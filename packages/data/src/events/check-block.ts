import { EVENTS_PLACE, EVENTS_TIME } from "./errors.ts";
import type { EventColumns } from "./event-columns.ts";
import { type EventBlock, type EventTally, tallyDamage } from "./event-format.ts";
import type { SensorSize } from "./event-stream.ts";

/** State of the events before a block. */
export interface EventCourse {
  /** Time of the last event, in µs. */
  last: number;
  /** Smallest sensor that contains all events. */
  width: number;
  height: number;
}

/** State before the first event. */
export function startCourse(): EventCourse {
  return { last: Number.NEGATIVE_INFINITY, width: 0, height: 0 };
}

/**
 * Check the events that a block appended from an index on.
 *
 * Throws `SL_EVENTS_PLACE` or `SL_EVENTS_TIME`; with damage kept, removes events outside the sensor and counts both.
 */
export function checkBlock(
  columns: EventColumns,
  from: number,
  block: EventBlock,
  { course, sensor, counts }: Checked,
): void {
  if (sensor === undefined) widen(columns, from, course);
  else if (hasOutside(columns, from, sensor)) leaveOut(columns, from, block, { sensor, counts });
  const { last } = course;
  if (ascends(columns, from, course)) return;
  const back = stepsBack(columns, from, last);
  tallyDamage(counts, "earlier than the previous event", back.count);
  if (counts.keepsDamaged) return;
  throw EVENTS_TIME({
    file: counts.file,
    byte: block.byteOf(back.first - from),
    expected: `${back.before} µs or later`,
    got: `${columns.t[back.first]} µs`,
  });
}

/** Limits that events must satisfy. */
export interface Checked {
  readonly course: EventCourse;
  readonly sensor: SensorSize | undefined;
  readonly counts: EventTally;
}

/** Whether any event lies outside; without a branch per event, because hardly any file has one. */
function hasOutside({ x, y, count }: EventColumns, from: number, sensor: SensorSize): boolean {
  const right = sensor.width - 1;
  const bottom = sensor.height - 1;
  let signs = 0;
  for (let k = from; k < count; k++) {
    signs |= (right - (x[k] as number)) | (bottom - (y[k] as number));
  }
  return signs < 0;
}

/** Update the time; returns whether no event is earlier than the previous one. */
function ascends({ t, count }: EventColumns, from: number, course: EventCourse): boolean {
  let { last } = course;
  let isOrdered = true;
  for (let k = from; k < count; k++) {
    const time = t[k] as number;
    if (time < last) isOrdered = false;
    last = time;
  }
  course.last = last;
  return isOrdered;
}

function widen({ x, y, count }: EventColumns, from: number, course: EventCourse): void {
  let { width, height } = course;
  for (let k = from; k < count; k++) {
    if ((x[k] as number) >= width) width = (x[k] as number) + 1;
    if ((y[k] as number) >= height) height = (y[k] as number) + 1;
  }
  Object.assign(course, { width, height });
}

function leaveOut(
  columns: EventColumns,
  from: number,
  block: EventBlock,
  { sensor, counts }: { readonly sensor: SensorSize; readonly counts: EventTally },
): void {
  const { width, height } = sensor;
  const { t, x, y, p, count } = columns;
  let to = from;
  for (let k = from; k < count; k++) {
    if ((x[k] as number) >= width || (y[k] as number) >= height) {
      if (counts.keepsDamaged) continue;
      throw EVENTS_PLACE({
        file: counts.file,
        byte: block.byteOf(k - from),
        expected: `0 to ${width - 1} across and 0 to ${height - 1} down`,
        got: `${x[k]} across, ${y[k]} down`,
      });
    }
    t[to] = t[k] as number;
    x[to] = x[k] as number;
    y[to] = y[k] as number;
    p[to] = p[k] as number;
    to++;
  }
  columns.count = to;
  tallyDamage(counts, "outside of the sensor", count - to);
}

/** Count the events that are earlier than the previous one, and find the first. */
function stepsBack(
  { t, count }: EventColumns,
  from: number,
  last: number,
): { readonly count: number; readonly first: number; readonly before: number } {
  let steps = 0;
  let first = -1;
  let before = last;
  let previous = last;
  for (let k = from; k < count; k++) {
    const time = t[k] as number;
    if (time < previous) {
      if (steps === 0) {
        first = k;
        before = previous;
      }
      steps++;
    }
    previous = time;
  }
  return { count: steps, first, before };
}
