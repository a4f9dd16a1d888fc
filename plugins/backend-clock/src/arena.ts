import { type ArrayPlace, type ElementType, elementBytes } from "@spikeloom/code";
import type { PlacedArray } from "./placed.ts";

/** Assigns addresses before any memory is allocated. */
export interface Arena {
  /** Number of bytes assigned so far. */
  readonly size: number;
  /**
   * Return the address of a new block, a multiple of 64; blocks are never freed.
   *
   * A `fixed` block is rewritten whenever the same network is prepared, or is unused once a step has ended; checkpoints
   * therefore omit it. All other blocks are included, so forgetting the mark is safe.
   */
  allocate(bytes: number, kind?: "fixed" | undefined): number;
  /** Place an array of routines in its own block. */
  array<Element extends ElementType>(
    name: string,
    element: Element,
    options: ArrayOptions,
  ): PlacedArray<Element>;
  /** Content of a checkpoint: disjoint ranges, in ascending order. */
  changing(): readonly ByteRange[];
  /** The part of it from one address up to, but excluding, another. */
  changingWithin(from: number, until: number): readonly ByteRange[];
}

/** Options for placing an array. */
export interface ArrayOptions {
  readonly length: number;
  readonly kind?: "fixed" | undefined;
  /** Unit of indices; elements by default. */
  readonly counted?: ArrayPlace["counted"];
}

/** A range of a memory. */
export interface ByteRange {
  readonly address: number;
  readonly bytes: number;
}

const alignment = 64;

/** Create an arena; the first block is unused so that no address is zero. */
export function arena(): Arena {
  let size = alignment;
  const ranges: { address: number; bytes: number }[] = [];
  const allocate: Arena["allocate"] = (bytes, kind) => {
    const address = size;
    const taken = Math.ceil(bytes / alignment) * alignment;
    size += taken;
    if (kind === "fixed" || taken === 0) return address;
    const last = ranges.at(-1);
    if (last !== undefined && last.address + last.bytes === address) last.bytes += taken;
    else ranges.push({ address, bytes: taken });
    return address;
  };
  return {
    get size() {
      return size;
    },
    allocate,
    array(name, element, { length, kind, counted = "elements" }) {
      const address = allocate(length * elementBytes[element], kind);
      return { name, element, passed: false, counted, address, length };
    },
    changing: () => ranges,
    changingWithin: (from, until) =>
      ranges.flatMap(({ address, bytes }) => {
        const [first, end] = [Math.max(from, address), Math.min(until, address + bytes)];
        return first < end ? [{ address: first, bytes: end - first }] : [];
      }),
  };
}

/** Round up a number of neurons to whole vectors of any width. */
export function paddedLength(size: number): number {
  return Math.ceil(size / 16) * 16;
}
