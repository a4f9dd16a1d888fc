import { binomial } from "./binomial.ts";
import type { BulkRandom } from "./bulk.ts";
import { distinctIntegers } from "./distinct-integers.ts";
import { log } from "./elementary.ts";
import { RANDOM_INDEX, STREAM_EXHAUSTED } from "./errors.ts";
import { gamma } from "./gamma.ts";
import { geometric } from "./geometric.ts";
import { integer } from "./integer.ts";
import type { Key } from "./key.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { poisson } from "./poisson.ts";
import { threefry13 } from "./threefry13.ts";

/** Sequential draws of one entity: each takes the next words of a sequence. */
export interface Stream {
  /** Draw a word, 0 to 2^32 - 1. */
  uint32(): number;
  /** Draw from [0, 1), 53 bits. */
  uniform(): number;
  /** Fill with what as many calls of `uniform` would give. */
  uniforms(out: Float64Array): void;
  /** Draw from (0, 1): an odd multiple of 2^-53, so that 1 - u is exact too. */
  uniformOpen(): number;
  /** Draw a whole number from 0 to n - 1 without bias; n is at most 2^53. */
  integer(n: number): number;
  /** Fill with what as many calls of `integer` would give. */
  integers(below: number, out: Uint32Array): void;
  /** Fill with distinct numbers below `below` by Floyd's algorithm, doi:10.1145/30401.315746. */
  distinctIntegers(below: number, out: Uint32Array): void;
  /** Draw from the standard normal distribution. */
  normal(): number;
  /** Fill with what as many calls of `normal` would give. */
  normals(out: Float64Array): void;
  /** Draw from the exponential distribution of mean 1. */
  exponential(): number;
  /** Draw from the gamma distribution of scale 1. */
  gamma(shape: number): number;
  /** Draw a count of mean lambda, 0 to 2^31. */
  poisson(lambda: number): number;
  /** Draw the successes in n trials, n at most 2^36. */
  binomial(n: number, p: number): number;
  /** Draw the failures before the first success; infinite when p is so small that no double holds it. */
  geometric(p: number): number;
  /** Words taken so far: where `seek` has to go for the draws to go on from here. */
  readonly word: number;
  /** Go to a word of another entity and step, without making a new stream; to the first unless told. */
  seek(entity: number, step?: number, word?: number): void;
}

/** What a stream may be opened with. */
export interface StreamOptions {
  /** Draws long runs of numbers faster; the numbers are the same. */
  readonly bulk?: BulkRandom | undefined;
}

const BLOCKS = 4294967296;
// Beyond this block draws go one by one, so that the end of the words is noticed where it is.
const BULK_BLOCKS = 2147483648;

/** Open the stream of one entity at one step; the key tells the purpose. */
export function stream(key: Key, entity: number, step = 0, { bulk }: StreamOptions = {}): Stream {
  const counter = new Uint32Array(4);
  const block = new Uint32Array(4);
  let lane = 4;
  let blocks = 0;
  function uint32(): number {
    if (lane === 4) nextBlock();
    return block[lane++] as number;
  }
  function nextBlock(): void {
    if (blocks === BLOCKS) throw STREAM_EXHAUSTED({ entity: counter[0] ?? 0 });
    counter[1] = blocks++;
    threefry13(counter, key, block);
    lane = 0;
  }
  const place = { key, counter, word: 0 };
  /** Whether the accelerator takes a draw of this length; if so, sets where it begins. */
  function isBulk(length: number): boolean {
    if (bulk === undefined || length < bulk.least || blocks > BULK_BLOCKS) return false;
    place.word = 4 * blocks + lane - 4;
    return true;
  }
  function skip(words: number): void {
    goTo(place.word + words);
  }
  function goTo(word: number): void {
    blocks = Math.floor(word / 4);
    lane = 4;
    if (word % 4 === 0) return;
    nextBlock();
    lane = word % 4;
  }
  const draws: Stream = {
    uint32,
    uniform: () => uniformOf(uint32(), uint32()),
    uniforms(out) {
      if (isBulk(out.length)) skip((bulk as BulkRandom).uniforms(place, out));
      else for (let k = 0; k < out.length; k++) out[k] = uniformOf(uint32(), uint32());
    },
    uniformOpen: () => uniformOpenOf(uint32(), uint32()),
    integer: (n) => integer(draws, n),
    integers(below, out) {
      if (isWord(below) && isBulk(out.length)) {
        skip((bulk as BulkRandom).integers(place, below, out));
      } else for (let k = 0; k < out.length; k++) out[k] = integer(draws, below);
    },
    distinctIntegers(below, out) {
      const most = Math.min(bulk?.mostDistinct ?? 0, 4294967295);
      if (isWord(below) && below <= most && out.length <= below && isBulk(out.length)) {
        skip((bulk as BulkRandom).distinctIntegers(place, below, out));
      } else distinctIntegers(draws, below, out);
    },
    normal: () => normalQuantile(uniformOpenOf(uint32(), uint32())),
    normals(out) {
      if (isBulk(out.length)) skip((bulk as BulkRandom).normals(place, out));
      else for (let k = 0; k < out.length; k++) out[k] = draws.normal();
    },
    exponential: () => -log(uniformOpenOf(uint32(), uint32())),
    gamma: (shape) => gamma(draws, shape),
    poisson: (lambda) => poisson(draws, lambda),
    binomial: (n, p) => binomial(draws, n, p),
    geometric: (p) => geometric(draws, p),
    get word() {
      return 4 * blocks + lane - 4;
    },
    seek(toEntity, toStep = 0, toWord = 0) {
      setCounter(counter, toEntity, toStep);
      goTo(toWord);
    },
  };
  draws.seek(entity, step);
  return draws;
}

/** Whether a bound of whole numbers fits a word. */
function isWord(below: number): boolean {
  return below >= 1 && below <= 4294967295 && Number.isInteger(below);
}

/** Make a uniform of [0, 1) from two words: the upper 53 of their 64 bits. */
export function uniformOf(high: number, low: number): number {
  return (high * 2097152 + (low >>> 11)) * 1.1102230246251565e-16;
}

/** Make a uniform of (0, 1) from two words: the upper 52 bits and a half. */
export function uniformOpenOf(high: number, low: number): number {
  return (high * 1048576 + (low >>> 12) + 0.5) * 2.220446049250313e-16;
}

/** Write entity and time into counter words 0, 2 and 3, after a check of their range. */
export function setCounter(counter: Uint32Array, entity: number, time: number): void {
  if (!(Number.isInteger(entity) && entity >= 0 && entity < 4294967296)) {
    throw RANDOM_INDEX({ name: "entity", expected: "0 to 2^32 - 1", got: String(entity) });
  }
  if (!(Number.isSafeInteger(time) && time >= 0)) {
    throw RANDOM_INDEX({ name: "step", expected: "0 to 2^53 - 1", got: String(time) });
  }
  counter[0] = entity;
  counter[1] = 0;
  counter[2] = time;
  counter[3] = Math.floor(time / 4294967296);
}
