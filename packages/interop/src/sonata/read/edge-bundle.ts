import { release } from "../../hdf5/read/release.ts";
import type { ColumnFile } from "./hdf5-columns.ts";

/** Connections collected in blocks until their number is known. */
export interface EdgeBundle {
  readonly blocks: Block[];
  /** Current block and its fill level. */
  block: Block;
  used: number;
  /** Common value of all connections so far; NaN once two differ. */
  weight: number;
  delay: number;
}

/** Some connections; a list exists once its values differ. */
interface Block {
  pairs: Uint32Array;
  weights: Float64Array | undefined;
  delays: Float64Array | undefined;
}

/** All connections of a bundle. */
export interface GatheredEdges {
  readonly pairs: Uint32Array;
  /** One value, or one per connection. */
  readonly weights: number | Float64Array;
  readonly delays: number | Float64Array;
}

/** Connections in the first and in the largest block: blocks grow, because many bundles stay small. */
const [least, largest] = [2 ** 8, 2 ** 16];

/** Connections in order, list by list. */
export interface Edges {
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights: Float64Array;
  readonly delays: Float64Array;
}

/** Allocator of a bundle's memory. */
export interface EdgeRoom {
  readonly file: ColumnFile;
  readonly place: string;
  /** Capacity for all connections of a population in one bundle, if there are few bundles. */
  readonly most?: number | undefined;
}

/** Create a bundle with the values of its first connection. */
export function newBundle(weight: number, delay: number, room: EdgeRoom): EdgeBundle {
  const size = room.most ?? least;
  if (room.most !== undefined) room.file.hold(8 * size, room.place);
  const block = newBlock(size, room);
  return { blocks: [block], block, used: 0, weight, delay };
}

function newBlock(size: number, room: EdgeRoom): Block {
  return { pairs: new Uint32Array(memory(8 * size, room)), weights: undefined, delays: undefined };
}

/** Memory of a block; that of the final lists remains. */
function memory(bytes: number, { most }: EdgeRoom): ArrayBuffer {
  return most === undefined ? new ArrayBuffer(bytes) : shared(bytes);
}

/** Append a range of connections to a bundle. */
export function keepRun(
  bundle: EdgeBundle,
  edges: Edges,
  { from, until, room }: { readonly from: number; readonly until: number; readonly room: EdgeRoom },
): void {
  const { weights, delays } = edges;
  if (!isAll(weights, bundle.weight, from, until)) spreadValues(bundle, "weight", room);
  if (!isAll(delays, bundle.delay, from, until)) spreadValues(bundle, "delay", room);
  for (let at = from; at < until; ) {
    if (2 * bundle.used === bundle.block.pairs.length) nextBlock(bundle, room);
    const { block, used } = bundle;
    const count = Math.min(until - at, block.pairs.length / 2 - used);
    keepPairs(block.pairs, edges, { at, count, used });
    if (block.weights !== undefined) keepValues(block.weights, weights, { at, count, used });
    if (block.delays !== undefined) keepValues(block.delays, delays, { at, count, used });
    bundle.used += count;
    at += count;
  }
}

/** Range of connections of a piece, and their offset in a block. */
interface Run {
  readonly at: number;
  readonly count: number;
  readonly used: number;
}

function keepValues(out: Float64Array, values: Float64Array, { at, count, used }: Run): void {
  // If bundles alternate, creating a view for a few values would take longer than copying them.
  if (count > 32) out.set(values.subarray(at, at + count), used);
  else for (let k = 0; k < count; k++) out[used + k] = values[at + k] as number;
}

function keepPairs(
  pairs: Uint32Array,
  { sources, targets }: Edges,
  { at, count, used }: Run,
): void {
  for (let k = 0; k < count; k++) {
    pairs[2 * (used + k)] = sources[at + k] as number;
    pairs[2 * (used + k) + 1] = targets[at + k] as number;
  }
}

/** Whether all have one value; not checked for a bundle whose values already differ. */
function isAll(values: Float64Array, value: number, from: number, until: number): boolean {
  if (Number.isNaN(value)) return true;
  for (let k = from; k < until; k++) if (values[k] !== value) return false;
  return true;
}

/** Start a new block once the last one is full. */
function nextBlock(bundle: EdgeBundle, room: EdgeRoom): void {
  const size = Math.min(largest, bundle.block.pairs.length);
  const hasWeights = Number.isNaN(bundle.weight);
  const hasDelays = Number.isNaN(bundle.delay);
  // Collected lists are copied once.
  room.file.hold(8 * size * (1 + (hasWeights ? 1 : 0) + (hasDelays ? 1 : 0)), room.place);
  bundle.block = newBlock(size, room);
  if (hasWeights) bundle.block.weights = new Float64Array(memory(8 * size, room));
  if (hasDelays) bundle.block.delays = new Float64Array(memory(8 * size, room));
  bundle.blocks.push(bundle.block);
  bundle.used = 0;
}

/** Store a value per connection from now on, because two of them differ. */
function spreadValues(bundle: EdgeBundle, name: "weight" | "delay", room: EdgeRoom): void {
  const { file, place, most } = room;
  const list = name === "weight" ? "weights" : "delays";
  if (most !== undefined) file.hold(8 * most, place);
  for (const block of bundle.blocks) {
    const size = block.pairs.length / 2;
    const used = block === bundle.block ? bundle.used : size;
    // The operating system allocates memory only when it is written.
    block[list] = new Float64Array(memory(8 * size, room)).fill(bundle[name], 0, used);
  }
  bundle[name] = Number.NaN;
}

/** Concatenate the blocks of a bundle; each is released after copying. */
export function gathered(bundle: EdgeBundle): GatheredEdges {
  const { blocks, block: only, used, weight, delay } = bundle;
  if (blocks.length === 1 && 2 * used === only.pairs.length) {
    return { pairs: only.pairs, weights: only.weights ?? weight, delays: only.delays ?? delay };
  }
  const sizes = blocks.map(({ pairs }, k) => (k + 1 < blocks.length ? pairs.length / 2 : used));
  const count = sizes.reduce((sum, size) => sum + size, 0);
  const pairs = new Uint32Array(shared(8 * count));
  let at = 0;
  for (const [k, block] of blocks.entries()) {
    pairs.set(block.pairs.subarray(0, 2 * (sizes[k] ?? 0)), at);
    at += 2 * (sizes[k] ?? 0);
    release(block.pairs);
    block.pairs = new Uint32Array(0);
  }
  const values = (list: "weights" | "delays"): Float64Array => {
    const all = new Float64Array(shared(8 * count));
    let from = 0;
    for (const [k, block] of blocks.entries()) {
      const own = block[list] ?? all;
      all.set(own.subarray(0, sizes[k]), from);
      from += sizes[k] ?? 0;
      block[list] = undefined;
      release(own);
    }
    return all;
  };
  return {
    pairs,
    weights: Number.isNaN(weight) ? values("weights") : weight,
    delays: Number.isNaN(delay) ? values("delays") : delay,
  };
}

/** Shared memory if available, so that workers need no copy. */
function shared(bytes: number): ArrayBuffer {
  const isShared = typeof SharedArrayBuffer === "function";
  return (isShared ? new SharedArrayBuffer(bytes) : new ArrayBuffer(bytes)) as ArrayBuffer;
}
