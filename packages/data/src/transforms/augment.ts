import { type Stream, stream, streamKey } from "@spikeloom/random";
import { type EventStream, sortEvents } from "../events/event-stream.ts";
import { checkNumber } from "./check-number.ts";
import { keepEvents } from "./keep-events.ts";

/**
 * Seed of the random numbers of an augmentation.
 *
 * The same seed and sample give the same result on every machine.
 */
export interface AugmentSeed {
  readonly seed: number;
  /** Index of the sample, and how often it was used before, so that each use draws new numbers. */
  readonly sample?: number;
  readonly epoch?: number;
}

function drawsOf(purpose: string, { seed, sample = 0, epoch = 0 }: AugmentSeed): Stream {
  return stream(streamKey(seed, `data augment/${purpose}`), sample, epoch);
}

/** Drop each event with a given probability. */
export function dropEvents(
  events: EventStream,
  probability: number,
  seed: AugmentSeed,
): EventStream {
  checkNumber("probability", probability, { least: 0, most: 1 });
  const draws = drawsOf("drop", seed);
  return keepEvents(events, () => draws.uniform() >= probability);
}

/** Drop all events of an interval whose length is a fraction of the recording. */
export function dropTime(events: EventStream, share: number, seed: AugmentSeed): EventStream {
  checkNumber("share", share, { least: 0, most: 1 });
  const first = events.t[0] ?? 0;
  const whole = (events.t.at(-1) ?? 0) - first;
  const from = first + drawsOf("drop time", seed).uniform() * (1 - share) * whole;
  const until = from + share * whole;
  const isOut = (time: number): boolean => time >= from && time <= until;
  return share === 0 ? events : keepEvents(events, (k) => !isOut(events.t[k] as number));
}

/** Drop all events of a rectangle whose sides are fractions of the sensor's. */
export function dropArea(events: EventStream, share: number, seed: AugmentSeed): EventStream {
  checkNumber("share", share, { least: 0, most: 1 });
  const { sensor, x, y } = events;
  const draws = drawsOf("drop area", seed);
  const width = Math.floor(share * sensor.width);
  const height = Math.floor(share * sensor.height);
  const left = draws.integer(sensor.width - width + 1);
  const top = draws.integer(sensor.height - height + 1);
  return keepEvents(events, (k) => {
    const column = (x[k] as number) - left;
    const row = (y[k] as number) - top;
    return column < 0 || column >= width || row < 0 || row >= height;
  });
}

/**
 * Shift each event by normally distributed offsets with a deviation in pixels.
 *
 * Events that leave the sensor are dropped.
 */
export function jitterPlace(
  events: EventStream,
  deviation: number,
  seed: AugmentSeed,
): EventStream {
  checkNumber("deviation", deviation, { least: 0 });
  const { sensor, x, y } = events;
  const draws = drawsOf("jitter place", seed);
  const columns = Float64Array.from(x, (at) => Math.round(at + deviation * draws.normal()));
  const rows = Float64Array.from(y, (at) => Math.round(at + deviation * draws.normal()));
  const moved = { ...events, x: Uint16Array.from(columns), y: Uint16Array.from(rows) };
  return keepEvents(moved, (k) => {
    const column = columns[k] as number;
    const row = rows[k] as number;
    return column >= 0 && column < sensor.width && row >= 0 && row < sensor.height;
  });
}

/**
 * Shift each time by a normally distributed offset with a deviation in µs.
 *
 * Events are returned in order, none before 0.
 */
export function jitterTime(events: EventStream, deviation: number, seed: AugmentSeed): EventStream {
  checkNumber("deviation", deviation, { least: 0 });
  const draws = drawsOf("jitter time", seed);
  const t = events.t.map((time) => time + deviation * draws.normal());
  return sortEvents(keepEvents({ ...events, t }, (k) => (t[k] as number) >= 0));
}

/** Add a number of events at uniformly distributed places and times. */
export function addNoise(events: EventStream, count: number, seed: AugmentSeed): EventStream {
  checkNumber("count", count, { least: 0, whole: true });
  const { sensor } = events;
  const draws = drawsOf("noise", seed);
  const first = events.t[0] ?? 0;
  const whole = (events.t.at(-1) ?? 0) - first;
  const size = events.t.length + count;
  const joined = {
    sensor,
    t: new Float64Array(size),
    x: new Uint16Array(size),
    y: new Uint16Array(size),
    p: new Uint8Array(size),
  };
  joined.t.set(events.t);
  joined.x.set(events.x);
  joined.y.set(events.y);
  joined.p.set(events.p);
  for (let k = events.t.length; k < size; k++) {
    joined.t[k] = first + draws.uniform() * whole;
    joined.x[k] = draws.integer(sensor.width);
    joined.y[k] = draws.integer(sensor.height);
    joined.p[k] = draws.integer(2);
  }
  return sortEvents(joined);
}
