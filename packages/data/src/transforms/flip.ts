import type { EventStream } from "../events/event-stream.ts";

/** Turn left and right around. */
export function flipX(events: EventStream): EventStream {
  const last = events.sensor.width - 1;
  return { ...events, x: events.x.map((column) => last - column) };
}

/** Turn top and bottom around. */
export function flipY(events: EventStream): EventStream {
  const last = events.sensor.height - 1;
  return { ...events, y: events.y.map((row) => last - row) };
}

/** Turn brighter and darker around. */
export function flipPolarity(events: EventStream): EventStream {
  return { ...events, p: events.p.map((polarity) => 1 - polarity) };
}

/** Let time run backwards from the last event. */
export function flipTime(events: EventStream): EventStream {
  const last = events.t.at(-1) ?? 0;
  return {
    sensor: events.sensor,
    t: events.t.map((time) => last - time).reverse(),
    x: events.x.slice().reverse(),
    y: events.y.slice().reverse(),
    // What became brighter becomes darker when it is seen from its end.
    p: events.p.map((polarity) => 1 - polarity).reverse(),
  };
}
