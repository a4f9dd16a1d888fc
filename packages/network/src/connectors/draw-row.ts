import type { ConnectorStream, IndexList } from "@spikeloom/kernel";
import { DEGREE } from "../errors.ts";

/** The neurons that one row is drawn from: `size` of them, without `skip` if that is 0 or more. */
export interface Pool {
  readonly size: number;
  readonly skip: number;
}

/** How many neurons a pool offers. */
export function poolSize(pool: Pool): number {
  return pool.skip < 0 ? pool.size : pool.size - 1;
}

/** Append `n` draws with replacement. */
export function drawAny(stream: ConnectorStream, pool: Pool, n: number, out: IndexList): void {
  const { skip } = pool;
  const below = poolSize(pool);
  if (skip < 0) {
    for (let k = 0; k < n; k++) out.push(stream.integer(below));
    return;
  }
  for (let k = 0; k < n; k++) {
    const drawn = stream.integer(below);
    out.push(drawn < skip ? drawn : drawn + 1);
  }
}

/** Appends `n` distinct draws; keeps a table of marks between rows. */
export type DistinctDrawer = (
  stream: ConnectorStream,
  pool: Pool,
  n: number,
  out: IndexList,
) => void;

// Above this many neurons a set of what was drawn costs less than a table of marks.
const TABLE_LIMIT = 1 << 24;

/**
 * Make a drawer of distinct partners from up to `size` neurons.
 *
 * Floyd's algorithm (Bentley & Floyd 1987, doi:10.1145/30401.315746): each subset of n is equally likely,
 * with n draws and no rejection.
 */
export function distinctDrawer(size: number): DistinctDrawer {
  // Made with the first row, as a plan that only estimates draws none.
  let made: Marks | undefined;
  return (stream, pool, n, out) => {
    made ??= size <= TABLE_LIMIT ? markTable(size) : markSet();
    const marks = made;
    const available = poolSize(pool);
    const { skip } = pool;
    marks.clear();
    for (let last = available - n; last < available; last++) {
      const drawn = stream.integer(last + 1);
      const taken = marks.has(drawn) ? last : drawn;
      marks.add(taken);
      out.push(skip < 0 || taken < skip ? taken : taken + 1);
    }
  };
}

interface Marks {
  clear(): void;
  has(index: number): boolean;
  add(index: number): void;
}

/** Marks by the number of the row, so that clearing is one addition. */
function markTable(size: number): Marks {
  const rowOf = new Uint32Array(size);
  let row = 0;
  return {
    clear(): void {
      row += 1;
      if (row <= 0xffffffff) return;
      rowOf.fill(0);
      row = 1;
    },
    has: (index) => rowOf[index] === row,
    add(index): void {
      rowOf[index] = row;
    },
  };
}

function markSet(): Marks {
  const set = new Set<number>();
  return {
    clear: () => set.clear(),
    has: (index) => set.has(index),
    add(index): void {
      set.add(index);
    },
  };
}

/** Refuse more distinct partners than the pool has, and any partners from an empty pool. */
export function checkDegree(
  n: number,
  pool: number,
  { multapses, place }: { readonly multapses: boolean; readonly place: string },
): void {
  const enough = multapses ? n === 0 || pool > 0 : n <= pool;
  if (!enough) throw DEGREE({ place, wanted: n, pool });
}
