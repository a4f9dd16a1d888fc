/** Keys that agree with `key` in the bits of `mask`. */
export interface KeySet {
  readonly key: number;
  readonly mask: number;
}

/** Test whether two sets have a key in common. */
export function intersects(a: KeySet, b: KeySet): boolean {
  return ((a.key ^ b.key) & a.mask & b.mask) === 0;
}

/** Find the smallest set that holds two sets. */
export function joined(a: KeySet, b: KeySet): KeySet {
  const mask = (a.mask & b.mask & ~(a.key ^ b.key)) >>> 0;
  return { key: (a.key & mask) >>> 0, mask };
}

/** Number of bits in which keys of a set may differ. */
export function generality({ mask }: KeySet): number {
  let bits = 0;
  for (let left = ~mask >>> 0; left !== 0; left = (left & (left - 1)) >>> 0) bits++;
  return bits;
}
