import type { ConnectorStream, IndexList, RowDraws } from "@spikeloom/kernel";
import { DEGREE } from "../errors.ts";

/** The pool from which one row is drawn: `size` neurons, without `skip` if that is 0 or more. */
export interface Pool {
  readonly size: number;
  readonly skip: number;
}

/** Number of neurons in a pool. */
export function poolSize(pool: Pool): number {
  return pool.skip < 0 ? pool.size : pool.size - 1;
}

/** Append `n` draws with replacement. */
export function drawAny(stream: ConnectorStream, pool: Pool, n: number, out: IndexList): void {
  const drawn = out.extend(n);
  stream.integers(poolSize(pool), drawn);
  leaveOut(drawn, pool.skip);
}

/** Append `n` distinct draws: each subset of n is equally likely. */
export function drawDistinct(stream: ConnectorStream, pool: Pool, n: number, out: IndexList): void {
  const drawn = out.extend(n);
  stream.distinctIntegers(poolSize(pool), drawn);
  leaveOut(drawn, pool.skip);
}

/** Convert indices within a pool to indices within the population, which has one more. */
function leaveOut(drawn: Uint32Array, skip: number): void {
  if (skip < 0) return;
  for (let k = 0; k < drawn.length; k++) {
    const index = drawn[k] as number;
    drawn[k] = index < skip ? index : index + 1;
  }
}

/** State how rows of the same number of partners are drawn. */
export function sameDraws(
  count: number,
  { multapses, skip }: { readonly multapses: boolean; skip(index: number): number },
): RowDraws {
  const kind = multapses ? "any" : "distinct";
  return { kind, row: (index) => ({ count, word: 0, skip: skip(index) }) };
}

/** Reject more distinct partners than the pool has, and any partners from an empty pool. */
export function checkDegree(
  n: number,
  pool: number,
  { multapses, place }: { readonly multapses: boolean; readonly place: string },
): void {
  const enough = multapses ? n === 0 || pool > 0 : n <= pool;
  if (!enough) throw DEGREE({ place, wanted: n, pool });
}
