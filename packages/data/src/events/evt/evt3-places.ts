import type { FunctionBuilder, Local } from "@spikeloom/code/encoder";

/** Words decoded per call, and the maximum number of their events. */
export const mostWords = 8192;
const mostEvents = 12 * mostWords;
/** Eight events are stored at once, possibly beyond the last one. */
const room = mostEvents + 8;

const words = 8192;
const t = words + 2 * mostWords;
const x = t + 8 * room;
const y = x + 2 * room;
const p = y + 2 * room;

/** Memory layout of the module: state as 32-bit numbers, a table, words, columns. */
export const evt3Places: Readonly<
  Record<Scalar | "table" | "words" | "t" | "x" | "y" | "p", number>
> = {
  row: 0,
  low: 4,
  left: 8,
  polarity: 12,
  count: 16,
  signs: 20,
  right: 24,
  bottom: 28,
  table: 1024,
  words,
  t,
  x,
  y,
  p,
};

/** Pages of memory. */
export const evt3Pages: number = Math.ceil((p + room) / 65_536);

/** State passed from word to word. */
export type Scalar = "row" | "low" | "left" | "polarity" | "count" | "signs" | "right" | "bottom";
export const scalars: readonly Scalar[] = [
  ...(["row", "low", "left", "polarity", "count", "signs", "right", "bottom"] as const),
];

/** Shared state of the decoder. */
export interface Parts {
  readonly f: FunctionBuilder;
  readonly at: Local;
  readonly base: Local;
  readonly of: Readonly<Record<Scalar, Local>>;
}
