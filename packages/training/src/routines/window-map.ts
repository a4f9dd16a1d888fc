import type { Builder, FloatType, Value } from "@spikeloom/code";
import type { SlidingWindow } from "@spikeloom/kernel";

/** A window over a matrix whose rows begin so many elements apart. */
export interface PlacedWindow {
  readonly window: SlidingWindow;
  readonly pitch: number;
  readonly type: FloatType;
}

/** Elements that weights are laid out by: what registers hold for some examples or targets at once. */
export const blockElements = 8;
/** Elements of a block of a window whose channels are a multiple of it: so many for three targets take fewest loads for each product. */
export const longBlock = 12;

/** Where slopes of a window's sources are summed: the map with its padding, channels running fastest. */
export interface WindowMap {
  /** Rows and columns of the map of sources after pooling, without padding. */
  readonly rows: number;
  readonly columns: number;
  /** Elements from a row to the next, padding included. */
  readonly pitch: number;
  /** Elements of all; a block may go past the end of the last row. */
  readonly elements: number;
  /** Elements of a block of weights, and blocks of a row of the kernel: its columns and channels lie side by side. */
  readonly block: number;
  readonly blocks: number;
  /** Elements of all weights by target: row of the kernel, block, target channel, element of the block. */
  readonly weights: number;
}

/** Give the place within a row or column of so many that is nearest: what a window sees beside the map is cut off. */
export function withinMap(b: Builder, place: Value, length: number): Value {
  const [none, all] = [b.i32(0), b.i32(length)];
  const above = b.apply("select", b.apply("lt", place, none), none, place);
  return b.apply("select", b.apply("lt", all, above), all, above);
}

/** Give the shape of the map that slopes of a window are carried back to. */
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
