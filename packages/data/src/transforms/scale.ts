import type { EventStream } from "../events/event-stream.ts";
import { checkNumber } from "./check-number.ts";

/** Merge blocks of so many pixels into one; all events are kept. */
export function downsample(events: EventStream, factor: number): EventStream {
  checkNumber("factor", factor, { least: 1 });
  const { sensor, x, y } = events;
  return {
    ...events,
    sensor: {
      width: Math.max(1, Math.ceil(sensor.width / factor)),
      height: Math.max(1, Math.ceil(sensor.height / factor)),
    },
    x: x.map((column) => Math.floor(column / factor)),
    y: y.map((row) => Math.floor(row / factor)),
  };
}

/** Scale time by a factor, then add an offset in µs. */
export function skewTime(events: EventStream, factor: number, offset = 0): EventStream {
  checkNumber("factor", factor, { least: 0 });
  return { ...events, t: events.t.map((time) => time * factor + offset) };
}
