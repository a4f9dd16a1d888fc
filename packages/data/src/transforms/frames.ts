import { applyBuiltIn, javascriptF64 } from "@spikeloom/equations/functions";
import { checkOptionNames } from "@spikeloom/kernel";
import { DATA_OPTION } from "../errors.ts";
import type { EventStream } from "../events/event-stream.ts";
import { checkNumber } from "./check-number.ts";

/** Rule for splitting events into frames: exactly one of these. */
export interface FrameOptions {
  /** Length of each frame in µs, from the first event on; an incomplete last frame is dropped. */
  readonly interval?: number;
  /** Number of frames of equal duration; the last event belongs to the last frame. */
  readonly frames?: number;
  /** Events per frame; an incomplete last frame is dropped. */
  readonly events?: number;
}

/** Values per pixel of a sensor, in row-major order. */
export interface EventFrames {
  /** Frames, polarities or 1, height, width. */
  readonly shape: readonly [number, number, number, number];
  readonly values: Float32Array;
}

/** Maximum number of values in all frames: 4 GiB. */
const most = 2 ** 30;

function numbersOf(place: string, count: number): Float32Array {
  if (count <= most) return new Float32Array(count);
  const expected = `at most ${most} numbers in all frames; fewer frames, or a smaller sensor`;
  throw DATA_OPTION({ place, expected, got: String(count) });
}

/** Count the events of each pixel and polarity per frame. */
export function toFrames(events: EventStream, options: FrameOptions): EventFrames {
  checkOptionNames(
    options as Readonly<Record<"interval" | "frames" | "events", unknown>>,
    { interval: true, frames: true, events: true },
    "toFrames",
  );
  const { frameOf, count } = framing(events, options);
  const { width, height } = events.sensor;
  const values = numbersOf("toFrames", count * 2 * width * height);
  for (let k = 0; k < events.t.length; k++) {
    const frame = frameOf(k);
    if (frame >= count) continue;
    const plane = (2 * frame + (events.p[k] as number)) * height + (events.y[k] as number);
    const at = plane * width + (events.x[k] as number);
    values[at] = (values[at] as number) + 1;
  }
  return { shape: [count, 2, height, width], values };
}

interface Framing {
  readonly count: number;
  /** Index of an event's frame; at least the number of frames if it belongs to none. */
  frameOf(index: number): number;
}

function framing({ t }: EventStream, options: FrameOptions): Framing {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  if (given.length !== 1) {
    const expected = "exactly one of interval, frames and events";
    throw DATA_OPTION({
      place: "toFrames",
      expected,
      got: given.map(([name]) => name).join(", ") || "none",
    });
  }
  const first = t[0] ?? 0;
  const whole = (t.at(-1) ?? 0) - first;
  if (options.interval !== undefined) {
    const interval = checkNumber("interval", options.interval, { least: Number.MIN_VALUE });
    const count = Math.floor(whole / interval);
    return { count, frameOf: (k) => Math.floor(((t[k] as number) - first) / interval) };
  }
  if (options.events !== undefined) {
    const events = checkNumber("events", options.events, { least: 1, whole: true });
    return { count: Math.floor(t.length / events), frameOf: (k) => Math.floor(k / events) };
  }
  const count = checkNumber("frames", options.frames ?? 0, { least: 1, whole: true });
  const share = whole === 0 ? 0 : count / whole;
  return {
    count,
    frameOf: (k) => Math.min(count - 1, Math.floor(((t[k] as number) - first) * share)),
  };
}

/**
 * Distribute each event over the two nearest time bins.
 *
 * The sign is that of its polarity. Zhu et al. 2019, doi:10.1109/CVPR.2019.00108, eq. 1, as in Tonic: bins, 1, height,
 * width.
 */
export function toVoxelGrid(events: EventStream, bins: number): EventFrames {
  checkNumber("bins", bins, { least: 1, whole: true });
  const { sensor, t, x, y, p } = events;
  const { width, height } = sensor;
  const values = numbersOf("toVoxelGrid", bins * width * height);
  const first = t[0] ?? 0;
  const whole = (t.at(-1) ?? 0) - first;
  for (let k = 0; k < t.length; k++) {
    const place = whole === 0 ? 0 : (bins * ((t[k] as number) - first)) / whole;
    const bin = Math.floor(place);
    const sign = p[k] === 1 ? 1 : -1;
    const pixel = (y[k] as number) * width + (x[k] as number);
    const add = (to: number, share: number): void => {
      if (to >= bins) return;
      const at = to * width * height + pixel;
      values[at] = (values[at] as number) + sign * share;
    };
    add(bin, 1 - (place - bin));
    add(bin + 1, place - bin);
  }
  return { shape: [bins, 1, height, width], values };
}

/**
 * Compute the recency of events per pixel at the end of each interval.
 *
 * Times are in µs, polarities are separate: exp(-(end - last) / tau), and 0 without an event. Lagorce et al. 2017,
 * doi:10.1109/TPAMI.2016.2574707, eq. 3, over the whole sensor.
 */
export function toTimeSurface(
  events: EventStream,
  { interval, tau }: { readonly interval: number; readonly tau: number },
): EventFrames {
  checkNumber("interval", interval, { least: Number.MIN_VALUE });
  checkNumber("tau", tau, { least: Number.MIN_VALUE });
  const { sensor, t, x, y, p } = events;
  const { width, height } = sensor;
  const size = 2 * width * height;
  const first = t[0] ?? 0;
  const count = Math.floor(((t.at(-1) ?? 0) - first) / interval);
  const values = numbersOf("toTimeSurface", count * size);
  const last = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  for (let frame = 0, k = 0; frame < count; frame++) {
    const end = first + (frame + 1) * interval;
    for (; k < t.length && (t[k] as number) < end; k++) {
      last[((p[k] as number) * height + (y[k] as number)) * width + (x[k] as number)] = t[
        k
      ] as number;
    }
    for (let at = 0; at < size; at++) {
      values[frame * size + at] = decay(((last[at] as number) - end) / tau);
    }
  }
  return { shape: [count, 2, height, width], values };
}

/** The simulator's function, with the same bits on every machine, which `Math.exp` does not guarantee. */
const decay = (x: number): number =>
  x === Number.NEGATIVE_INFINITY ? 0 : applyBuiltIn(javascriptF64, "exp", [x]);
