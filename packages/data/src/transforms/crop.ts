import type { EventStream } from "../events/event-stream.ts";
import { checkNumber } from "./check-number.ts";
import { keepEvents } from "./keep-events.ts";

/** Rectangle of a sensor. */
export interface Area {
  /** First column and row. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Keep the events of a rectangle, which becomes the sensor. */
export function cropEvents(events: EventStream, area: Area): EventStream {
  const { left, top, width, height } = area;
  const { sensor } = events;
  checkNumber("area.left", left, { least: 0, most: sensor.width - 1, whole: true });
  checkNumber("area.top", top, { least: 0, most: sensor.height - 1, whole: true });
  checkNumber("area.width", width, { least: 1, most: sensor.width - left, whole: true });
  checkNumber("area.height", height, { least: 1, most: sensor.height - top, whole: true });
  const { x, y } = events;
  const inside = keepEvents(events, (k) => {
    const column = (x[k] as number) - left;
    const row = (y[k] as number) - top;
    return column >= 0 && column < width && row >= 0 && row < height;
  });
  return {
    ...inside,
    sensor: { width, height },
    x: inside.x.map((column) => column - left),
    y: inside.y.map((row) => row - top),
  };
}

/** Keep the events from one time up to another, in µs. */
export function cropTime(events: EventStream, from: number, until: number): EventStream {
  return keepEvents(
    events,
    (k) => (events.t[k] as number) >= from && (events.t[k] as number) < until,
  );
}
