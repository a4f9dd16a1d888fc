import type { Key } from "./key.ts";
import { normalQuantile } from "./normal-quantile.ts";
import { setCounter, uniformOf, uniformOpenOf } from "./stream.ts";
import { threefry13 } from "./threefry13.ts";

/** The draws of some entities at one step. */
export type Series = SeriesStep & (ConsecutiveEntities | ListedEntities);

interface SeriesStep {
  readonly key: Key;
  readonly step: number;
}

interface ConsecutiveEntities {
  /** The entity of `out[0]`; consecutive entities follow. */
  readonly entity: number;
  readonly entities?: never;
}

interface ListedEntities {
  readonly entity?: never;
  /** The entity of each number of `out`. */
  readonly entities: Uint32Array;
}

/**
 * Fill with one word per entity: word `step` of each entity's series.
 *
 * Four steps share one block, so callers that keep the blocks of all entities compute them once in four steps.
 */
export function fillUint32(key: Key, entityStart: number, step: number, out: Uint32Array): void {
  const lane = step % 4;
  eachBlock({ key, entity: entityStart, step }, { size: out.length, share: 4 }, (i, block) => {
    out[i] = block[lane] as number;
  });
}

/** Fill with uniforms of [0, 1); two steps share one block. */
export function fillUniform(series: Series, out: Float64Array): void {
  const lane = 2 * (series.step % 2);
  eachBlock(series, { size: out.length, share: 2 }, (i, block) => {
    out[i] = uniformOf(block[lane] as number, block[lane + 1] as number);
  });
}

/** Fill with standard normal values; two steps share one block. */
export function fillNormal(series: Series, out: Float64Array): void {
  const lane = 2 * (series.step % 2);
  eachBlock(series, { size: out.length, share: 2 }, (i, block) => {
    out[i] = normalQuantile(uniformOpenOf(block[lane] as number, block[lane + 1] as number));
  });
}

/**
 * Fill with Poisson counts by the thresholds of `poissonThresholds`.
 *
 * Four steps share one block.
 */
export function fillPoisson(series: Series, thresholds: Uint32Array, out: Uint32Array): void {
  const lane = series.step % 4;
  eachBlock(series, { size: out.length, share: 4 }, (i, block) => {
    const word = block[lane] as number;
    let count = 0;
    while (count < thresholds.length && word >= (thresholds[count] as number)) count++;
    out[i] = count;
  });
}

interface Blocks {
  readonly size: number;
  /** Number of steps that share one block. */
  readonly share: number;
}

/** Compute the block of each entity at a step; `share` steps use one block. */
export function eachBlock(
  series: Series,
  { size, share }: Blocks,
  use: (index: number, block: Uint32Array) => void,
): void {
  const { key, step, entity, entities } = series;
  const counter = new Uint32Array(4);
  const block = new Uint32Array(4);
  const first = entity ?? 0;
  // Both ends are checked, so that no entity in between is out of range.
  setCounter(counter, first + Math.max(size - 1, 0), step);
  setCounter(counter, first, step < share ? 0 : Math.floor(step / share));
  for (let i = 0; i < size; i++) {
    counter[0] = entities === undefined ? first + i : (entities[i] as number);
    threefry13(counter, key, block);
    use(i, block);
  }
}
