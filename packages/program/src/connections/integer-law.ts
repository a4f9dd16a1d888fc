import { hostFunctions } from "@spikeloom/equations/functions";
import {
  isSignRight,
  openDraw,
  roundDelay,
  type ValueProgram,
  type ValueSource,
  type ValueStream,
} from "@spikeloom/network";
import { normalQuantile } from "@spikeloom/random";
import type { DelayGrid } from "./grid-delays.ts";

/**
 * Integers by the words of a stream, for machines without doubles.
 *
 * Two words make a draw, the upper one first. Its integer is `least` and one more for each threshold that is not above them,
 * which is the same, bit for bit, as that of the draw in double precision.
 */
export interface IntegerLaw {
  /** Key of the streams, together with the seed. */
  readonly key: string;
  readonly least: number;
  /** Upper and lower word of each threshold, ascending. */
  readonly thresholds: readonly WordPair[];
  /** The least accepted words, and the least ones above that are not; others are drawn again. */
  readonly from: WordPair | undefined;
  readonly until: WordPair | undefined;
}

type DrawProgram = Extract<ValueSource, { readonly kind: "draw" }>["draw"];

/** A number of 64 bits. */
export type WordPair = readonly [high: number, low: number];

/** Different steps above which a drawn delay is left to doubles. */
const mostSteps = 4096;
/** Draws on either side of a threshold between which rounding could change the order. */
const compared = 16;

/** Bits of a draw, and its number. */
const kinds = {
  uniform: { bits: 53, number: (draw: number) => draw * 2 ** -53 },
  normal: { bits: 52, number: (draw: number) => normalQuantile((draw + 0.5) * 2 ** -52) },
} as const;

/**
 * Find the steps of a drawn delay by its words.
 *
 * Undefined if it is no draw of one uniform or normal number, has too many different steps, or is not monotonic.
 */
export function delayLaw(delay: ValueProgram, grid: DelayGrid): IntegerLaw | undefined {
  return integerLaw(delay, {
    integer: (drawn) => roundDelay(drawn, grid, delay.place),
    most: mostSteps,
  });
}

/** Weights that are drawn again at each spike. */
export interface WeightLaw {
  /** Key of the streams, together with the seed. */
  readonly key: string;
  /** Weights of equal draws have equal integers. */
  readonly draw: DrawProgram;
  /** Least and greatest weight that can be drawn. */
  readonly extent: readonly [number, number];
  /** Find the integers of weights by their words; undefined if there are more than so many, or they are not monotonic. */
  integers(integer: (weight: number) => number, most: number): IntegerLaw | undefined;
}

/**
 * Describe a drawn weight.
 *
 * Undefined if it is no draw of one uniform or normal number, or if weights have to be checked one by one.
 */
export function weightLaw(weight: ValueProgram): WeightLaw | undefined {
  const { source, place, limits } = weight;
  if (source.kind !== "draw" || !Object.hasOwn(kinds, source.draw.law.distribution)) return;
  const { extent } = openDraw(source.draw, { place, functions: hostFunctions });
  if (extent === undefined) return undefined;
  const isChecked = limits.every((limit) => {
    return limit.kind === "sign" && extent.every((end) => isSignRight(end, limit.sign));
  });
  if (!isChecked) return undefined;
  const { key, draw } = source;
  return { key, draw, extent, integers: (integer, most) => integerLaw(weight, { integer, most }) };
}

/** Find the integers of a draw, which ascend with it, by its words. */
function integerLaw(
  { source, place }: ValueProgram,
  { integer, most }: { integer(drawn: number): number; readonly most: number },
): IntegerLaw | undefined {
  if (source.kind !== "draw") return undefined;
  const { law, min, max, outside } = source.draw;
  if (law.distribution !== "uniform" && law.distribution !== "normal") return undefined;
  const { bits, number } = kinds[law.distribution];
  const context = { place, functions: hostFunctions };
  const plain = openDraw({ law }, context);
  // Values outside the limits are left out below, so they may be clipped here.
  const bounded = openDraw({ ...source.draw, outside: "clip" }, context);
  const own = repeatedStream();
  const at = (draw: number): ValueStream => {
    own.set(number(draw));
    return own.stream;
  };
  const integerOf = (draw: number): number => integer(bounded.draw(at(draw)));
  const drawnValue = (draw: number): number => plain.draw(at(draw));
  const size = 2 ** bits;
  /** The least draw for which a condition holds, if it does from there on; it holds for none below a given one. */
  const first = (holds: (draw: number) => boolean, least = 0): number | undefined => {
    let [below, above] = [least - 1, size];
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
  const [least, greatest] = [integerOf(from), integerOf(until - 1)];
  if (!(greatest - least <= most)) return undefined;
  const words = (draw: number): WordPair => {
    const lower = 2 ** (bits - 32);
    return [Math.floor(draw / lower), (draw % lower) * 2 ** (64 - bits)];
  };
  const thresholds: WordPair[] = [];
  let reached = 0;
  for (let value = least + 1; value <= greatest; value++) {
    const threshold = first((draw) => integerOf(draw) >= value, reached);
    if (threshold === undefined) return undefined;
    thresholds.push(words(threshold));
    reached = threshold;
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
function repeatedStream(): { readonly stream: ValueStream; set(value: number): void } {
  let value = 0;
  const one = (): number => value;
  const none = (): never => {
    throw new Error("not drawn");
  };
  return {
    stream: {
      uniform: one,
      normal: one,
      uniforms: none,
      normals: none,
      integer: none,
      exponential: none,
      gamma: none,
      poisson: none,
      binomial: none,
    },
    set(next) {
      value = next;
    },
  };
}
