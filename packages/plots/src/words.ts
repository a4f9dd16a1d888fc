import type { TextMark } from "./figure.ts";

/** Say in the middle of an empty pair of axes that there is nothing to draw. */
export function emptyNote(text: string): TextMark {
  return { kind: "text", x: 0.5, y: 0.5, text, colour: "muted" };
}

/** Write a count with its noun: "1 neuron", "12 500 neurons". */
export function countOf(count: number, noun: string): string {
  // Thin groups keep long counts readable without a comma that some read as a decimal sign.
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, count >= 10_000 ? " " : "");
  return `${digits} ${noun}${count === 1 ? "" : "s"}`;
}

/** Write a number with the minus sign that axes have. */
export function signed(value: number): string {
  return String(value + 0).replace(/^-/, "\u2212");
}
