import { type ArrayPlace, type ElementType, elementBytes } from "@spikeloom/code";
import type { PlacedArray } from "./placed.ts";

/** Hands out addresses before there is any memory. */
export interface Arena {
  /** Bytes handed out so far. */
  readonly size: number;
  /**
   * The address of a block, a multiple of 64; blocks are never given back.
   *
   * What is `fixed` is written again whenever the same network is prepared, or is of no use once a step
   * has ended; so no checkpoint holds it. All else is held, unless somebody thinks about it.
   */
  allocate(bytes: number, kind?: "fixed" | undefined): number;
  /** Place an array of routines in a block of its own. */
  array<Element extends ElementType>(
    name: string,
    element: Element,
    options: ArrayOptions,
  ): PlacedArray<Element>;
  /** What a checkpoint holds: ranges that do not touch each other, ascending. */
  changing(): readonly ByteRange[];
  /** The part of it that lies from one address to before another. */
  changingWithin(from: number, until: number): readonly ByteRange[];
}

/** How an array is placed. */
export interface ArrayOptions {
  readonly length: number;
  readonly kind?: "fixed" | undefined;
  /** What indices count: elements where it is not given. */
  readonly counted?: ArrayPlace["counted"];
}

/** A part of a memory. */
export interface ByteRange {
  readonly address: number;
  readonly bytes: number;
}

const alignment = 64;

/** Start an arena; the first block is left out so that no address is zero. */
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

/** Neurons of an array in memory: whole vectors of any width. */
export function paddedLength(size: number): number {
  return Math.ceil(size / 16) * 16;
}
