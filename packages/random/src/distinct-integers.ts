import type { DrawSource } from "./draw-source.ts";
import { DISTRIBUTION } from "./errors.ts";
import { integer } from "./integer.ts";

// For longer bit tables, a set costs less.
const MARKS_A_NUMBER = 4096;

/**
 * Fill with distinct integers below a bound, each set being equally likely.
 *
 * Floyd's algorithm (Bentley & Floyd 1987, doi:10.1145/30401.315746): as many draws as numbers.
 */
export function distinctIntegers(
  from: Pick<DrawSource, "uint32">,
  below: number,
  out: Uint32Array,
): void {
  if (out.length > below) {
    throw DISTRIBUTION({
      distribution: "distinct whole-number",
      expected: `at most ${below} numbers below ${below}`,
      got: String(out.length),
    });
  }
  const marks = below <= MARKS_A_NUMBER * out.length ? markTable(below) : markSet();
  const start = below - out.length;
  for (let k = 0; k < out.length; k++) {
    const last = start + k;
    const drawn = integer(from, last + 1);
    const taken = marks.has(drawn) ? last : drawn;
    marks.add(taken);
    out[k] = taken;
  }
}

interface Marks {
  has(index: number): boolean;
  add(index: number): void;
}

function markTable(size: number): Marks {
  const bits = new Uint32Array(Math.ceil(size / 32));
  return {
    has: (index) => (((bits[index >>> 5] as number) >>> (index & 31)) & 1) === 1,
    add(index): void {
      const at = index >>> 5;
      bits[at] = (bits[at] as number) | (1 << (index & 31));
    },
  };
}

function markSet(): Marks {
  const set = new Set<number>();
  return {
    has: (index) => set.has(index),
    add(index): void {
      set.add(index);
    },
  };
}
