import type { TextMark } from "./figure.ts";
import type { Range } from "./range.ts";

/** Say in the middle of an empty pair of axes that there is nothing to draw. */
export function emptyNote(text: string, x: Range, y: Range): TextMark {
  const middle = (range: Range): number => range.from / 2 + range.until / 2;
  return { kind: "text", x: middle(x), y: middle(y), text, colour: "muted" };
}

/** Write a count with its noun: "1 neuron", "12 500 neurons". */
export function countOf(count: number, noun: string): string {
  // Thin groups keep long counts readable without a comma that some read as a decimal sign.
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, count >= 10_000 ? " " : "");
  return `${digits} ${noun}${count === 1 ? "" : "s"}`;
}
