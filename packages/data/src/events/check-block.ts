import { EVENTS_PLACE, EVENTS_TIME } from "./errors.ts";
import type { EventColumns } from "./event-columns.ts";
import { type EventBlock, type EventTally, tally } from "./event-format.ts";
import type { SensorSize } from "./event-stream.ts";

/** What the events before a block were like. */
export interface EventCourse {
  /** Time of the last one, in µs. */
  last: number;
  /** The least sensor that has all of them. */
  width: number;
  height: number;
}

/** Start before the first event. */
export function startCourse(): EventCourse {
  return { last: Number.NEGATIVE_INFINITY, width: 0, height: 0 };
}

/**
 * Check the events that a block appended from an index on.
 *
 * Throws `SL_EVENTS_PLACE` or `SL_EVENTS_TIME`; where damage is kept, takes events outside of the sensor out
 * and counts both.
 */
export function checkBlock(
  columns: EventColumns,
  from: number,
  block: EventBlock,
  { course, sensor, counts }: Checked,
): void {
  const width = sensor?.width ?? 65_536;
  const height = sensor?.height ?? 65_536;
  const wrong = firstOutside(columns, from, { width, height });
  if (wrong >= 0 && !counts.keepsDamaged) {
    throw EVENTS_PLACE({
      file: counts.file,
      byte: block.byteOf(wrong - from),
      expected: `0 to ${width - 1} across and 0 to ${height - 1} down`,
      got: `${columns.x[wrong]} across, ${columns.y[wrong]} down`,
    });
  }
  if (wrong >= 0)
    tally(counts, "outside of the sensor", takeOut(columns, wrong, { width, height }));
  const back = follow(columns, from, course);
  if (back.count === 0) return;
  tally(counts, "earlier than the event before", back.count);
  if (counts.keepsDamaged) return;
  throw EVENTS_TIME({
    file: counts.file,
    byte: block.byteOf(back.first - from),
    expected: `${back.before} µs or later`,
    got: `${columns.t[back.first]} µs`,
  });
}

interface Checked {
  readonly course: EventCourse;
  readonly sensor: SensorSize | undefined;
  readonly counts: EventTally;
}

function firstOutside({ x, y, count }: EventColumns, from: number, sensor: SensorSize): number {
  const { width, height } = sensor;
  for (let k = from; k < count; k++) {
    if ((x[k] as number) >= width || (y[k] as number) >= height) return k;
  }
  return -1;
}

function takeOut(columns: EventColumns, from: number, { width, height }: SensorSize): number {
  const { t, x, y, p, count } = columns;
  let to = from;
  for (let k = from; k < count; k++) {
    if ((x[k] as number) >= width || (y[k] as number) >= height) continue;
    t[to] = t[k] as number;
    x[to] = x[k] as number;
    y[to] = y[k] as number;
    p[to] = p[k] as number;
    to++;
  }
  columns.count = to;
  return count - to;
}

/** Follow time and extent; tells of events that come before the one before them. */
function follow(
  { t, x, y, count }: EventColumns,
  from: number,
  course: EventCourse,
): { readonly count: number; readonly first: number; readonly before: number } {
  let { last, width, height } = course;
  let backwards = 0;
  let first = -1;
  let before = 0;
  for (let k = from; k < count; k++) {
    const time = t[k] as number;
    if (time < last) {
      if (backwards === 0) {
        first = k;
        before = last;
      }
      backwards++;
    }
    last = time;
    if ((x[k] as number) >= width) width = (x[k] as number) + 1;
    if ((y[k] as number) >= height) height = (y[k] as number) + 1;
  }
  Object.assign(course, { last, width, height });
  return { count: backwards, first, before };
}
