import type { ColumnFile } from "./hdf5-columns.ts";

/** Connections that are gathered one after the other, in blocks until their number is known. */
export interface EdgeBundle {
  readonly blocks: Block[];
  /** The block that is filled, and how much of it is. */
  block: Block;
  used: number;
  /** Of all connections so far; NaN once two of them differ. */
  weight: number;
  delay: number;
}

/** Some connections; a list is there once its values differ. */
interface Block {
  pairs: Uint32Array;
  weights: Float64Array | undefined;
  delays: Float64Array | undefined;
}

/** All connections of a bundle. */
export interface GatheredEdges {
  readonly pairs: Uint32Array;
  /** One value, or one for each. */
  readonly weights: number | Float64Array;
  readonly delays: number | Float64Array;
}

/** Connections in the first block and in the largest: blocks grow, as many bundles stay small. */
const [least, largest] = [2 ** 8, 2 ** 16];

/** Start a bundle with the values of its first connection. */
export function newBundle(weight: number, delay: number): EdgeBundle {
  const block = newBlock(least);
  return { blocks: [block], block, used: 0, weight, delay };
}

function newBlock(size: number): Block {
  return { pairs: new Uint32Array(2 * size), weights: undefined, delays: undefined };
}

/** Go on in a block of its own once the last one is full. */
export function nextBlock(bundle: EdgeBundle, file: ColumnFile, place: string): void {
  const size = Math.min(largest, bundle.block.pairs.length);
  const hasWeights = Number.isNaN(bundle.weight);
  const hasDelays = Number.isNaN(bundle.delay);
  // What is gathered is copied once, list by list.
  file.hold(8 * size * (1 + (hasWeights ? 1 : 0) + (hasDelays ? 1 : 0)), place);
  bundle.block = newBlock(size);
  if (hasWeights) bundle.block.weights = new Float64Array(size);
  if (hasDelays) bundle.block.delays = new Float64Array(size);
  bundle.blocks.push(bundle.block);
  bundle.used = 0;
}

/** Keep a value for each connection from now on, as two of them differ. */
export function spreadValues(bundle: EdgeBundle, name: "weight" | "delay"): void {
  const list = name === "weight" ? "weights" : "delays";
  for (const block of bundle.blocks) {
    block[list] = new Float64Array(block.pairs.length / 2).fill(bundle[name]);
  }
  bundle[name] = Number.NaN;
}

/** Put the blocks of a bundle together; each is given up as it is copied. */
export function gathered({ blocks, used, weight, delay }: EdgeBundle): GatheredEdges {
  const sizes = blocks.map(({ pairs }, k) => (k + 1 < blocks.length ? pairs.length / 2 : used));
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const pairs = new Uint32Array(shared(8 * count));
  let at = 0;
  for (const [k, block] of blocks.entries()) {
    pairs.set(block.pairs.subarray(0, 2 * (sizes[k] ?? 0)), at);
    at += 2 * (sizes[k] ?? 0);
    block.pairs = new Uint32Array(0);
  }
  const values = (list: "weights" | "delays"): Float64Array => {
    const all = new Float64Array(shared(8 * count));
    let from = 0;
    for (const [k, block] of blocks.entries()) {
      all.set((block[list] ?? all).subarray(0, sizes[k]), from);
      from += sizes[k] ?? 0;
      block[list] = undefined;
    }
    return all;
  };
  return {
    pairs,
    weights: Number.isNaN(weight) ? values("weights") : weight,
    delays: Number.isNaN(delay) ? values("delays") : delay,
  };
}

/** Memory that workers need no copy of, where there is such. */
function shared(bytes: number): ArrayBuffer {
  const isShared = typeof SharedArrayBuffer === "function";
  return (isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)) as ArrayBuffer;
}
