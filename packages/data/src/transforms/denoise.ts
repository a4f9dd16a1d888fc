import type { EventStream } from "../events/event-stream.ts";
import { checkNumber } from "./check-number.ts";
import { keepEvents } from "./keep-events.ts";

/**
 * Keep events with a recent event, within so many µs, at a neighbouring pixel.
 *
 * This is the background activity filter of Delbruck 2008 with four neighbours, as in Tonic.
 */
export function denoise(events: EventStream, window: number): EventStream {
  checkNumber("window", window, { least: 0 });
  const { sensor, t, x, y } = events;
  const { width, height } = sensor;
  const until = new Float64Array(width * height).fill(Number.NEGATIVE_INFINITY);
  return keepEvents(events, (k) => {
    const column = x[k] as number;
    const row = y[k] as number;
    const time = t[k] as number;
    const at = row * width + column;
    until[at] = time + window;
    return (
      (column > 0 && (until[at - 1] as number) > time) ||
      (column < width - 1 && (until[at + 1] as number) > time) ||
      (row > 0 && (until[at - width] as number) > time) ||
      (row < height - 1 && (until[at + width] as number) > time)
    );
  });
}

/** Keep events more than so many µs after the last one at their pixel. */
export function refractory(events: EventStream, period: number): EventStream {
  checkNumber("period", period, { least: 0 });
  const { sensor, t, x, y } = events;
  const last = new Float64Array(sensor.width * sensor.height).fill(Number.NEGATIVE_INFINITY);
  return keepEvents(events, (k) => {
    const at = (y[k] as number) * sensor.width + (x[k] as number);
    const time = t[k] as number;
    const before = last[at] as number;
    // A dropped event restarts the period, as in Tonic.
    last[at] = time;
    return time - before > period;
  });
}

/** Drop the events of pixels that fire at more than so many events per second. */
export function dropHotPixels(events: EventStream, rate: number): EventStream {
  checkNumber("rate", rate, { least: 0 });
  const { sensor, t, x, y } = events;
  const counts = new Uint32Array(sensor.width * sensor.height);
  const at = (k: number): number => (y[k] as number) * sensor.width + (x[k] as number);
  for (let k = 0; k < t.length; k++) counts[at(k)] = (counts[at(k)] as number) + 1;
  const most = rate * 1e-6 * ((t.at(-1) ?? 0) - (t[0] ?? 0));
  return keepEvents(events, (k) => (counts[at(k)] as number) <= most);
}
