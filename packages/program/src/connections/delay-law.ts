import { hostFunctions } from "@spikeloom/equations/functions";
import { openDraw, roundDelay, type ValueProgram, type ValueStream } from "@spikeloom/network";
import { normalQuantile } from "@spikeloom/random";
import type { DelayGrid } from "./grid-delays.ts";

/**
 * Delays in steps by the words of a stream, for machines without doubles.
 *
 * Two words make a draw, the upper one first. Its delay is `least` and one step for each threshold that is not above them, which
 * are the same steps, bit for bit, as those of the draw in double precision.
 */
export interface DelayLaw {
  /** Key of the streams, together with the seed. */
  readonly key: string;
  readonly least: number;
  /** Upper and lower word of each threshold, ascending. */
  readonly thresholds: readonly WordPair[];
  /** The least accepted words, and the least ones above that are not; others are drawn again. */
  readonly from: WordPair | undefined;
  readonly until: WordPair | undefined;
}

/** A number of 64 bits. */
export type WordPair = readonly [high: number, low: number];

/** Thresholds above which a draw is left to doubles. */
const mostThresholds = 4096;
/** Draws on either side of a threshold between which rounding could change the order. */
const compared = 64;

/** Bits of a draw, and its number in (0, 1) or [0, 1). */
const kinds = {
  uniform: { bits: 53, number: (draw: number) => draw * 2 ** -53 },
  normal: { bits: 52, number: (draw: number) => (draw + 0.5) * 2 ** -52 },
} as const;

/**
 * Find the words of a drawn delay.
 *
 * Undefined if it is no draw of one uniform or normal number, has too many different steps, or is not monotonic.
 */
export function delayLaw(delay: ValueProgram, grid: DelayGrid): DelayLaw | undefined {
  const { source, place } = delay;
  if (source.kind !== "draw") return undefined;
  const { law, min, max, outside } = source.draw;
  if (law.distribution !== "uniform" && law.distribution !== "normal") return undefined;
  const { bits, number } = kinds[law.distribution];
  const context = { place, functions: hostFunctions };
  const plain = openDraw({ law }, context);
  // Values outside the limits are left out below, so they may be clipped here.
  const bounded = openDraw({ ...source.draw, outside: "clip" }, context);
  const stepsOf = (draw: number): number =>
    roundDelay(bounded.draw(streamOf(law.distribution, number(draw))), grid, place);
  const drawnValue = (draw: number): number => plain.draw(streamOf(law.distribution, number(draw)));
  const size = 2 ** bits;
  /** The least draw for which a condition holds, if it does from there on. */
  const first = (holds: (draw: number) => boolean): number | undefined => {
    let [below, above] = [-1, size];
    while (above - below > 1) {
      const middle = below + Math.floor((above - below) / 2);
      if (holds(middle)) above = middle;
      else below = middle;
    }
    for (
      let draw = Math.max(0, above - compared);
      draw < Math.min(size, above + compared);
      draw++
    ) {
      if (holds(draw) !== draw >= above) return undefined;
    }
    return above;
  };
  const isRedrawn = outside !== "clip";
  const from = isRedrawn && min !== undefined ? first((draw) => drawnValue(draw) >= min) : 0;
  const until = isRedrawn && max !== undefined ? first((draw) => drawnValue(draw) > max) : size;
  if (from === undefined || until === undefined || from >= until) return undefined;
  const [least, longest] = [stepsOf(from), stepsOf(until - 1)];
  if (!(longest - least <= mostThresholds)) return undefined;
  const words = (draw: number): WordPair => {
    const lower = 2 ** (bits - 32);
    return [Math.floor(draw / lower), (draw % lower) * 2 ** (64 - bits)];
  };
  const thresholds: WordPair[] = [];
  for (let steps = least + 1; steps <= longest; steps++) {
    const threshold = first((draw) => stepsOf(draw) >= steps);
    if (threshold === undefined) return undefined;
    thresholds.push(words(threshold));
  }
  return {
    key: source.key,
    least,
    thresholds,
    from: from === 0 ? undefined : words(from),
    until: until === size ? undefined : words(until),
  };
}

/** A stream of the same number, which a draw takes once. */
function streamOf(distribution: "uniform" | "normal", number: number): ValueStream {
  const value = distribution === "normal" ? normalQuantile(number) : number;
  const one = (): number => value;
  const none = (): never => {
    throw new Error("not drawn");
  };
  return {
    uniform: one,
    normal: one,
    uniforms: none,
    normals: none,
    integer: none,
    exponential: none,
    gamma: none,
    poisson: none,
    binomial: none,
  };
}
