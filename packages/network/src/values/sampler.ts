import { DRAW_REJECTED } from "../errors.ts";
import type { ValueStream } from "./value-stream.ts";

/** Draws one value in internal units. */
export type Drawer = (stream: ValueStream) => number;

/** Fills an array with values in internal units, equal to those of the same number of single draws. */
export type RowDrawer = (stream: ValueStream, out: Float64Array) => void;

/** Minimum and maximum possible value. */
export type Extent = readonly [least: number, greatest: number];

/** Draws from a distribution, one by one or in bulk. */
export interface Sampler {
  readonly draw: Drawer;
  readonly fill: RowDrawer;
  /** Undefined if values are unbounded. */
  readonly extent: Extent | undefined;
}

/** Interval to which draws are restricted, including both ends. */
export interface Window {
  readonly min: number;
  readonly max: number;
  readonly place: string;
}

// Enough for a window that contains one draw in a hundred; a narrower window is treated as a mistake.
const MOST_TRIES = 10_000;

/** Create a sampler of single draws. */
export function drawnSingly(draw: Drawer): Sampler {
  return {
    draw,
    extent: undefined,
    fill(stream, out): void {
      for (let k = 0; k < out.length; k++) out[k] = draw(stream);
    },
  };
}

// Deviations with a probability of 2^-53, the smallest of specs/random/1, lie 8.21 standard deviations from the mean.
const mostDeviations = 8.3;

function ordered(a: number, b: number): Extent {
  return [Math.min(a, b), Math.max(a, b)];
}

/** Create a sampler of base + factor * x, where x is uniform or normal. */
export function scaled(
  kind: "uniform" | "normal",
  { base, factor }: { readonly base: number; readonly factor: number },
): Sampler {
  const rows = kind === "uniform" ? "uniforms" : "normals";
  const far = Math.abs(factor) * mostDeviations;
  return {
    extent: kind === "uniform" ? ordered(base, base + factor) : [base - far, base + far],
    draw: (stream) => base + factor * stream[kind](),
    fill(stream, out): void {
      stream[rows](out);
      for (let k = 0; k < out.length; k++) out[k] = base + factor * (out[k] as number);
    },
  };
}

/** Apply a function to each draw. */
export function mapped({ draw, fill }: Sampler, change: (x: number) => number): Sampler {
  return {
    extent: undefined,
    draw: (stream) => change(draw(stream)),
    fill(stream, out): void {
      fill(stream, out);
      for (let k = 0; k < out.length; k++) out[k] = change(out[k] as number);
    },
  };
}

const everything: Extent = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];

function bounded(extent: Extent): Extent | undefined {
  return extent.every(Number.isFinite) ? extent : undefined;
}

/** Clip draws to an interval. */
export function clipped({ draw, fill, extent }: Sampler, { min, max }: Window): Sampler {
  const clip = (x: number): number => Math.min(Math.max(x, min), max);
  const [least, greatest] = extent ?? everything;
  return {
    extent: bounded([clip(least), clip(greatest)]),
    draw: (stream) => clip(draw(stream)),
    fill(stream, out): void {
      fill(stream, out);
      for (let k = 0; k < out.length; k++) out[k] = Math.min(Math.max(out[k] as number, min), max);
    },
  };
}

/** Round draws to multiples. */
export function rounded({ draw, fill, extent }: Sampler, multiple: number): Sampler {
  const nearest = (x: number): number => Math.floor(x / multiple + 0.5) * multiple;
  return {
    extent: extent && [nearest(extent[0]), nearest(extent[1])],
    draw: (stream) => nearest(draw(stream)),
    fill(stream, out): void {
      fill(stream, out);
      for (let k = 0; k < out.length; k++) {
        out[k] = Math.floor((out[k] as number) / multiple + 0.5) * multiple;
      }
    },
  };
}

/** Redraw values outside an interval. */
export function redrawn({ draw, fill, extent }: Sampler, window: Window): Sampler {
  const { min, max, place } = window;
  const [least, greatest] = extent ?? everything;
  return {
    extent: bounded([Math.max(least, min), Math.min(greatest, max)]),
    draw(stream): number {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const drawn = draw(stream);
        if (drawn >= min && drawn <= max) return drawn;
      }
      throw DRAW_REJECTED({ place, tries: MOST_TRIES });
    },
    fill(stream, out): void {
      // Each try takes the next numbers of the stream, whichever value they are for: accepted values therefore move up,
      // and as many as are missing are drawn next.
      let kept = 0;
      let misses = 0;
      while (kept < out.length) {
        const from = kept;
        fill(stream, from === 0 ? out : out.subarray(from));
        kept = keepInside(out, from, window);
        // Exact while single draws rarely miss; a window that they nearly always miss is detected as well.
        if (kept > from) misses = 0;
        else misses += out.length - from;
        if (misses >= MOST_TRIES) throw DRAW_REJECTED({ place, tries: MOST_TRIES });
      }
    },
  };
}

/** Move the values inside a window up, from an index on; returns the index after the last one. */
function keepInside(values: Float64Array, from: number, { min, max }: Window): number {
  let kept = from;
  for (let k = from; k < values.length; k++) {
    const value = values[k] as number;
    // Written unconditionally, because no branch predictor can foresee which values are accepted.
    values[kept] = value;
    kept += value >= min && value <= max ? 1 : 0;
  }
  return kept;
}
