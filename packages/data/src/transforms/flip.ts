import type { EventStream } from "../events/event-stream.ts";

/** Mirror events horizontally. */
export function flipX(events: EventStream): EventStream {
  const last = events.sensor.width - 1;
  return { ...events, x: events.x.map((column) => last - column) };
}

/** Mirror events vertically. */
export function flipY(events: EventStream): EventStream {
  const last = events.sensor.height - 1;
  return { ...events, y: events.y.map((row) => last - row) };
}

/** Invert the polarity of events. */
export function flipPolarity(events: EventStream): EventStream {
  return { ...events, p: events.p.map((polarity) => 1 - polarity) };
}

/** Reverse time, starting at the last event. */
export function flipTime(events: EventStream): EventStream {
  const last = events.t.at(-1) ?? 0;
  return {
    sensor: events.sensor,
    t: events.t.map((time) => last - time).reverse(),
    x: events.x.slice().reverse(),
    y: events.y.slice().reverse(),
    // Seen backwards, a rise in brightness is a fall.
    p: events.p.map((polarity) => 1 - polarity).reverse(),
  };
}
