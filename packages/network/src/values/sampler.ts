import { DRAW_REJECTED } from "../errors.ts";
import type { ValueStream } from "./value-stream.ts";

/** Draws one value in internal units. */
export type Drawer = (stream: ValueStream) => number;

/** Fills with values in internal units: those that as many single draws would give. */
export type RowDrawer = (stream: ValueStream, out: Float64Array) => void;

/** Draws from a distribution, one by one or many at once. */
export interface Sampler {
  readonly draw: Drawer;
  readonly fill: RowDrawer;
}

/** Values inside which draws are kept, both ends included. */
export interface Window {
  readonly min: number;
  readonly max: number;
  readonly place: string;
}

// Enough for a window that holds one draw in a hundred; beyond that the bounds are a mistake.
const MOST_TRIES = 10_000;

/** Make a sampler of single draws. */
export function drawnSingly(draw: Drawer): Sampler {
  return {
    draw,
    fill(stream, out): void {
      for (let k = 0; k < out.length; k++) out[k] = draw(stream);
    },
  };
}

/** Make a sampler of base + factor * x, where x is uniform or normal. */
export function scaled(
  kind: "uniform" | "normal",
  { base, factor }: { readonly base: number; readonly factor: number },
): Sampler {
  const rows = kind === "uniform" ? "uniforms" : "normals";
  return {
    draw: (stream) => base + factor * stream[kind](),
    fill(stream, out): void {
      stream[rows](out);
      for (let k = 0; k < out.length; k++) out[k] = base + factor * (out[k] as number);
    },
  };
}

/** Apply a function to what is drawn. */
export function mapped({ draw, fill }: Sampler, change: (x: number) => number): Sampler {
  return {
    draw: (stream) => change(draw(stream)),
    fill(stream, out): void {
      fill(stream, out);
      for (let k = 0; k < out.length; k++) out[k] = change(out[k] as number);
    },
  };
}

/** Bring what is drawn to the nearer end of a window. */
export function clipped({ draw, fill }: Sampler, { min, max }: Window): Sampler {
  return {
    draw: (stream) => Math.min(Math.max(draw(stream), min), max),
    fill(stream, out): void {
      fill(stream, out);
      for (let k = 0; k < out.length; k++) out[k] = Math.min(Math.max(out[k] as number, min), max);
    },
  };
}

/** Round what is drawn to multiples. */
export function rounded({ draw, fill }: Sampler, multiple: number): Sampler {
  return {
    draw: (stream) => Math.floor(draw(stream) / multiple + 0.5) * multiple,
    fill(stream, out): void {
      fill(stream, out);
      for (let k = 0; k < out.length; k++) {
        out[k] = Math.floor((out[k] as number) / multiple + 0.5) * multiple;
      }
    },
  };
}

/** Draw again what is outside a window. */
export function redrawn({ draw, fill }: Sampler, { min, max, place }: Window): Sampler {
  return {
    draw(stream): number {
      for (let tries = 0; tries < MOST_TRIES; tries++) {
        const drawn = draw(stream);
        if (drawn >= min && drawn <= max) return drawn;
      }
      throw DRAW_REJECTED({ place, tries: MOST_TRIES });
    },
    fill(stream, out): void {
      // Each try takes the next numbers of the stream, whichever value it is for: so what is kept moves up,
      // and as many as are still missing are drawn next.
      let kept = 0;
      let misses = 0;
      while (kept < out.length) {
        const missing = out.subarray(kept);
        fill(stream, missing);
        for (let k = 0; k < missing.length; k++) {
          const drawn = missing[k] as number;
          if (drawn >= min && drawn <= max) {
            out[kept++] = drawn;
            misses = 0;
          } else if (++misses === MOST_TRIES) throw DRAW_REJECTED({ place, tries: MOST_TRIES });
        }
      }
    },
  };
}
