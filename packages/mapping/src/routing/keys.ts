import { limitOf } from "../chips/chip.ts";
import { CHIP_KEYS } from "../errors.ts";
import { bitsFor } from "../partition/core-use.ts";
import type { Partition } from "../partition/partition.ts";

/** Keys of a part: neuron n has the key `base + n - from`. */
export interface KeyBlock {
  /** Index of the part. */
  readonly part: number;
  readonly base: number;
  /** Number of keys in use. */
  readonly count: number;
  /** Bits that all keys of the block share. */
  readonly mask: number;
}

/**
 * Allocate keys in zones: bits of the population, of the part and of the neuron.
 *
 * Zones are aligned to their size, so that one mask covers a part, several parts or a population, as in PACMAN's zoned
 * allocation (doi:10.3389/fnins.2019.00231).
 */
export function allocateKeys({ chip, parts }: Partition): readonly KeyBlock[] {
  const zones = [...Map.groupBy(parts.entries(), ([, { population }]) => population)].map(
    ([population, own]) => {
      const sizes = own.map(([, { from, until }]) => until - from);
      const neuronBits = bitsFor(sizes.reduce((most, one) => Math.max(most, one), 1));
      return { population, own, neuronBits, size: 2 ** (neuronBits + bitsFor(own.length)) };
    },
  );
  // From the largest to the smallest, zones that are powers of two leave no gaps.
  zones.sort((a, b) => b.size - a.size || a.population - b.population);
  const total = zones.reduce((sum, { size }) => sum + size, 0);
  const limit = limitOf(chip, "key-bits") ?? 32;
  const needed = Math.ceil(total / 2 ** limit) > 1 ? limit + bitsAbove(total / 2 ** limit) : 0;
  if (needed > limit) throw CHIP_KEYS({ place: "keys", chip: chip.name, limit, value: needed });
  const blocks: KeyBlock[] = [];
  let base = 0;
  for (const { own, neuronBits, size } of zones) {
    const width = 2 ** neuronBits;
    for (const [k, [part, { from, until }]] of own.entries()) {
      const mask = ~(width - 1) >>> 0;
      blocks.push({ part, base: base + k * width, count: until - from, mask });
    }
    base += size;
  }
  return blocks.sort((a, b) => a.part - b.part);
}

function bitsAbove(ratio: number): number {
  let bits = 0;
  while (2 ** bits < ratio) bits++;
  return bits;
}
