import type { LineAndColumn } from "./locate.ts";

/** Replace each comment by blanks of the same length, to preserve offsets. */
export function maskComments(text: string): string {
  return text.replaceAll(/#[^\n\r]*/g, (comment) => " ".repeat(comment.length));
}

/** Create a function that converts an offset to line and column, from 1. */
export function lineFinder(text: string): (at: number) => LineAndColumn {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return (at) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
  };
}
