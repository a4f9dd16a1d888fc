import { binomial } from "./binomial.ts";
import type { BulkRandom } from "./bulk.ts";
import { distinctIntegers } from "./distinct-integers.ts";
import type { DrawSource } from "./draw-source.ts";
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
export interface Stream extends DrawSource {
  /** Fill with the results of successive calls of `uniform`. */
  uniforms(out: Float64Array): void;
  /** Draw an integer from 0 to n - 1 without bias; n is at most 2^53. */
  integer(n: number): number;
  /** Fill with the results of successive calls of `integer`. */
  integers(below: number, out: Uint32Array): void;
  /** Fill with distinct numbers below `below` by Floyd's algorithm, doi:10.1145/30401.315746. */
  distinctIntegers(below: number, out: Uint32Array): void;
  /** Fill with the results of successive calls of `normal`. */
  normals(out: Float64Array): void;
  /** Draw from the exponential distribution of mean 1. */
  exponential(): number;
  /** Draw from the gamma distribution of scale 1. */
  gamma(shape: number): number;
  /** Draw a count of mean lambda, 0 to 2^31. */
  poisson(lambda: number): number;
  /** Draw the number of successes in n trials, n at most 2^36. */
  binomial(n: number, p: number): number;
  /** Draw the number of failures before the first success; infinite if p is too small for the result to fit a double. */
  geometric(p: number): number;
  /** Words used so far: the position for `seek` to continue from here. */
  readonly word: number;
  /** Move to a word of another entity and step without creating a new stream; by default to the first word. */
  seek(entity: number, step?: number, word?: number): void;
}

/** Options for opening a stream. */
export interface StreamOptions {
  /** Draws long runs of numbers faster, with identical results. */
  readonly bulk?: BulkRandom | undefined;
}

const BLOCKS = 4294967296;
// Beyond this block numbers are drawn one by one, so that exhaustion is detected at the exact word.
const BULK_BLOCKS = 2147483648;

/** Open the stream of one entity at one step; the key identifies the purpose. */
export function stream(key: Key, entity: number, step = 0, { bulk }: StreamOptions = {}): Stream {
  const draws = new WordStream(key, bulk);
  draws.seek(entity, step);
  return draws;
}

/**
 * Words of one entity, and the position of the next draw.
 *
 * A class, because networks open a stream per neuron: closures would take some 2 KiB each, and a getter among them would give
 * each object its own hidden class, which lives until the next full collection.
 */
class WordStream implements Stream {
  readonly #place: { readonly key: Key; readonly counter: Uint32Array; word: number };
  readonly #block = new Uint32Array(4);
  readonly #bulk: BulkRandom | undefined;
  #lane = 4;
  #blocks = 0;

  constructor(key: Key, bulk: BulkRandom | undefined) {
    this.#place = { key, counter: new Uint32Array(4), word: 0 };
    this.#bulk = bulk;
  }

  uint32(): number {
    if (this.#lane === 4) this.#nextBlock();
    return this.#block[this.#lane++] as number;
  }

  uniform(): number {
    return uniformOf(this.uint32(), this.uint32());
  }

  uniforms(out: Float64Array): void {
    const bulk = this.#bulkFor(out.length);
    if (bulk !== undefined) this.#skip(bulk.uniforms(this.#place, out));
    else for (let k = 0; k < out.length; k++) out[k] = this.uniform();
  }

  uniformOpen(): number {
    return uniformOpenOf(this.uint32(), this.uint32());
  }

  integer(n: number): number {
    return integer(this, n);
  }

  integers(below: number, out: Uint32Array): void {
    const bulk = isWord(below) ? this.#bulkFor(out.length) : undefined;
    if (bulk !== undefined) this.#skip(bulk.integers(this.#place, below, out));
    else for (let k = 0; k < out.length; k++) out[k] = integer(this, below);
  }

  distinctIntegers(below: number, out: Uint32Array): void {
    const most = Math.min(this.#bulk?.mostDistinct ?? 0, 4294967295);
    const fits = isWord(below) && below <= most && out.length <= below;
    const bulk = fits ? this.#bulkFor(out.length) : undefined;
    if (bulk !== undefined) this.#skip(bulk.distinctIntegers(this.#place, below, out));
    else distinctIntegers(this, below, out);
  }

  normal(): number {
    return normalQuantile(this.uniformOpen());
  }

  normals(out: Float64Array): void {
    const bulk = this.#bulkFor(out.length);
    if (bulk !== undefined) this.#skip(bulk.normals(this.#place, out));
    else for (let k = 0; k < out.length; k++) out[k] = this.normal();
  }

  exponential(): number {
    return -log(this.uniformOpen());
  }

  gamma(shape: number): number {
    return gamma(this, shape);
  }

  poisson(lambda: number): number {
    return poisson(this, lambda);
  }

  binomial(n: number, p: number): number {
    return binomial(this, n, p);
  }

  geometric(p: number): number {
    return geometric(this, p);
  }

  get word(): number {
    return 4 * this.#blocks + this.#lane - 4;
  }

  seek(entity: number, step = 0, word = 0): void {
    setCounter(this.#place.counter, entity, step);
    this.#goTo(word);
  }

  #nextBlock(): void {
    const { counter, key } = this.#place;
    if (this.#blocks === BLOCKS) throw STREAM_EXHAUSTED({ entity: counter[0] ?? 0 });
    counter[1] = this.#blocks++;
    threefry13(counter, key, this.#block);
    this.#lane = 0;
  }

  /** Return the accelerator, positioned at the next word; undefined if it does not support a draw of this length. */
  #bulkFor(length: number): BulkRandom | undefined {
    const bulk = this.#bulk;
    if (bulk === undefined || length < bulk.least || this.#blocks > BULK_BLOCKS) return undefined;
    this.#place.word = this.word;
    return bulk;
  }

  #skip(words: number): void {
    this.#goTo(this.#place.word + words);
  }

  #goTo(word: number): void {
    this.#blocks = Math.floor(word / 4);
    this.#lane = 4;
    if (word % 4 === 0) return;
    this.#nextBlock();
    this.#lane = word % 4;
  }
}

/** Test whether an integer bound fits a word. */
function isWord(below: number): boolean {
  return below >= 1 && below <= 4294967295 && Number.isInteger(below);
}

/** Convert two words to a uniform of [0, 1): the upper 53 of their 64 bits. */
export function uniformOf(high: number, low: number): number {
  return (high * 2097152 + (low >>> 11)) * 1.1102230246251565e-16;
}

/** Convert two words to a uniform of (0, 1): the upper 52 bits and a half. */
export function uniformOpenOf(high: number, low: number): number {
  return (high * 1048576 + (low >>> 12) + 0.5) * 2.220446049250313e-16;
}

/** Write entity and time into counter words 0, 2 and 3, after a range check. */
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
