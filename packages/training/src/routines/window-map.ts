import type { Builder, FloatType, Value } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";

/** A window over a matrix, with the number of elements per row. */
export interface PlacedWindow {
  readonly window: SlidingWindow;
  readonly pitch: number;
  readonly type: FloatType;
}

/** Unit of elements for the layout of weights: what registers hold for some samples or targets at once. */
export const blockElements = 8;
/**
 * Elements of a block of a window whose channels are a multiple of it: with three targets, this takes the fewest loads
 * per product.
 */
export const longBlock = 12;

/** Layout of the sums of slopes of a window's sources: the map with its padding, channels running fastest. */
export interface WindowMap {
  /** Rows and columns of the map of sources after pooling, without padding. */
  readonly rows: number;
  readonly columns: number;
  /** Elements per row, including padding. */
  readonly pitch: number;
  /** Total number of elements; a block may extend beyond the end of the last row. */
  readonly elements: number;
  /** Elements of a block of weights, and blocks per row of the kernel: its columns and channels are adjacent. */
  readonly block: number;
  readonly blocks: number;
  /** Elements of all weights by target: row of the kernel, block, target channel, element of the block. */
  readonly weights: number;
}

/** Clamp a position to a row or column of this length: the part of a window outside the map is cut off. */
export function withinMap(b: Builder, place: Value, length: number): Value {
  const [none, all] = [b.i32(0), b.i32(length)];
  const above = b.apply("select", b.apply("lt", place, none), none, place);
  return b.apply("select", b.apply("lt", all, above), all, above);
}

/** Return the shape of the map for the backward pass of a window. */
export function windowMap({
  inputs,
  outputs,
  from,
  kernel,
  padding,
  pool,
}: SlidingWindow): WindowMap {
  const [rows, columns] = [Math.floor(from[0] / pool), Math.floor(from[1] / pool)];
  const pitch = (columns + 2 * padding) * inputs;
  const block = inputs % longBlock === 0 ? longBlock : blockElements;
  const blocks = Math.ceil((kernel[1] * inputs) / block);
  return {
    rows,
    columns,
    pitch,
    block,
    blocks,
    elements: (rows + 2 * padding) * pitch + block,
    weights: kernel[0] * blocks * outputs * block,
  };
}
