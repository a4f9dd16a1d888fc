import { defineEncoder } from "@spikeloom/kernel";
import { type Stream, stream, streamKey } from "@spikeloom/random";
import { log } from "./elementary.ts";
import { twoEach } from "./on-off.ts";
import { checkRange, oneEach } from "./unit-values.ts";

/** State of a pixel, carried from frame to frame. */
interface Pixel {
  /** Logarithm of the intensity at the last event, from which the next contrast is measured. */
  level: number;
  /** Logarithm of the intensity in the last frame. */
  before: number;
  /** Times of the last event, in ms. */
  last: number;
  /** Contrast thresholds of this pixel, which differ from the mean by mismatch. */
  readonly on: number;
  readonly off: number;
}

/** Emits an event unless its pixel is in its dead time; `time` counts from the start of the signal. */
type Send = (pixel: Pixel, index: number, isOn: boolean, time: number) => void;

/** Interpolate the logarithm linearly from the last frame to the next, and emit an event at each crossing. */
function cross(
  pixel: Pixel,
  index: number,
  to: { level: number; at: number; every: number },
  send: Send,
): void {
  const { before } = pixel;
  const slope = (to.level - before) / to.every;
  for (;;) {
    const isOn = slope > 0;
    const next = isOn ? pixel.level + pixel.on : pixel.level - pixel.off;
    if (slope === 0 || (isOn ? next > to.level : next < to.level)) break;
    pixel.level = next;
    send(pixel, index, isOn, to.at + Math.max(0, (next - before) / slope));
  }
  pixel.before = to.level;
}

/**
 * Simulate an event camera that observes frames.
 *
 * The logarithm is interpolated linearly between two frames, and its events are emitted during the second one.
 * Mismatch, noise and dead time model those of a real sensor.
 */
export const eventCamera = defineEncoder({
  name: "event-camera",
  about: "Events of pixels whose intensity, from 0 to 1, has risen or fallen by a contrast.",
  cite: [
    "https://proceedings.mlr.press/v87/rebecq18a.html",
    "doi:10.1109/CVPRW53098.2021.00144",
    "doi:10.1109/JSSC.2007.914337",
  ],
  parameters: {
    contrast_on: {
      default: 0.2,
      about: "rise of the logarithm that triggers an event",
      min: 0,
      exclusive: true,
    },
    contrast_off: {
      default: 0.2,
      about: "fall of the logarithm that triggers an event",
      min: 0,
      exclusive: true,
    },
    floor: {
      default: 0.001,
      about: "added to the intensity, because 0 has no logarithm",
      min: 0,
      exclusive: true,
    },
    dead_time: { default: "0 ms", about: "dead time of a pixel after an event", min: "0 ms" },
    mismatch: { default: 0, about: "standard deviation of the contrasts across pixels", min: 0 },
    noise: { default: "0 Hz", about: "rate of noise events", min: "0 Hz" },
  },
  neurons: twoEach,
  begin(shape, { every, seed, parameters }) {
    const { contrast_on, contrast_off, floor, dead_time, mismatch, noise } = parameters;
    const size = oneEach(shape);
    const varied = stream(streamKey(seed, "encode/event-camera/mismatch"), 0);
    // No contrast is less than a tenth of the mean, regardless of the mismatch.
    const near = (mean: number): number => Math.max(0.1 * mean, mean + mismatch * varied.normal());
    const pixels = Array.from(
      { length: size },
      (): Pixel => ({
        level: Number.NaN,
        before: Number.NaN,
        last: Number.NEGATIVE_INFINITY,
        on: near(contrast_on),
        off: near(contrast_off),
      }),
    );
    const draws = stream(streamKey(seed, "encode/event-camera/noise"), 0);
    let frames = 0;
    return {
      next(sample, emit) {
        checkRange(sample, { encoder: "event-camera", low: 0, high: 1 });
        const at = frames * every;
        const events: [time: number, index: number, isOn: boolean][] = [];
        const note: Send = (_, index, isOn, time) => events.push([time, index, isOn]);
        for (const [index, pixel] of pixels.entries()) {
          const level = log((sample[index] ?? 0) + floor);
          if (frames === 0) pixel.level = pixel.before = level;
          else cross(pixel, index, { level, at, every }, note);
          if (noise > 0)
            addNoise(draws, { index, frame: frames, mean: noise * every }, (share, isOn) =>
              events.push([at + share * every, index, isOn]),
            );
        }
        frames++;
        events.sort(([a], [b]) => a - b);
        for (const [time, index, isOn] of events) {
          const pixel = pixels[index];
          if (pixel === undefined || time - pixel.last < dead_time) continue;
          // A crossing at the very end is placed just before the next frame.
          const after = Math.min(time - at, every * (1 - 2 ** -52));
          pixel.last = time;
          emit(isOn ? index : size + index, after);
        }
      },
    };
  },
});

function addNoise(
  draws: Stream,
  { index, frame, mean }: { readonly index: number; readonly frame: number; readonly mean: number },
  add: (share: number, isOn: boolean) => void,
): void {
  draws.seek(index, frame);
  const count = draws.poisson(mean);
  for (let k = 0; k < count; k++) add(draws.uniform(), draws.uniform() < 0.5);
}
