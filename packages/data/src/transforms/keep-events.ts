import { type EventStream, takeEvents } from "../events/event-stream.ts";

/** Keep the events that pass a test, in order. */
export function keepEvents(events: EventStream, keeps: (index: number) => boolean): EventStream {
  const size = events.t.length;
  const kept = new Uint32Array(size);
  let count = 0;
  for (let k = 0; k < size; k++) if (keeps(k)) kept[count++] = k;
  return takeEvents(events, kept.subarray(0, count));
}
