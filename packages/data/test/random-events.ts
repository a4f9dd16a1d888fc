import { stream, streamKey } from "@spikeloom/random";
import type { EventStream, SensorSize } from "../src/index.ts";

/** Statistics of random events. */
export interface RandomEvents {
  readonly seed: number;
  readonly count: number;
  readonly sensor: SensorSize;
  /** Mean interval in µs. */
  readonly interval: number;
  /** A pause before every n-th event, in µs. */
  readonly pause?: readonly [every: number, length: number];
  readonly from?: number;
  /** A row without events. */
  readonly without?: number;
}

/** Draw events as of a camera: many share a time, and some rows have several side by side. */
export function randomEvents(options: RandomEvents): EventStream {
  const { seed, count, sensor, interval, pause, without } = options;
  const draws = stream(streamKey(seed, "test events"), 0);
  const t = new Float64Array(count);
  const x = new Uint16Array(count);
  const y = new Uint16Array(count);
  const p = new Uint8Array(count);
  let time = options.from ?? 0;
  for (let k = 0; k < count; k++) {
    const isRun = k > 0 && draws.uniform() < 0.6 && (x[k - 1] as number) + 4 < sensor.width;
    if (isRun) {
      x[k] = (x[k - 1] as number) + 1 + draws.integer(3);
      y[k] = y[k - 1] as number;
      p[k] = p[k - 1] as number;
    } else {
      time += draws.integer(2 * interval + 1);
      if (pause !== undefined && k % pause[0] === pause[0] - 1) time += pause[1];
      x[k] = draws.integer(sensor.width);
      do y[k] = draws.integer(sensor.height);
      while (y[k] === without);
      p[k] = draws.integer(2);
    }
    t[k] = time;
  }
  return { sensor, t, x, y, p };
}
