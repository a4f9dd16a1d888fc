import type { TextMark } from "./figure.ts";

/** Create a note for the middle of empty axes. */
export function emptyNote(text: string): TextMark {
  return { kind: "text", x: 0.5, y: 0.5, text, colour: "muted" };
}

/** Format a count with its noun: "1 neuron", "12 500 neurons". */
export function countOf(count: number, noun: string): string {
  // Spaces between groups, as some readers take a comma for a decimal sign.
  const digits = String(count).replace(/\B(?=(\d{3})+$)/g, count >= 10_000 ? " " : "");
  return `${digits} ${noun}${count === 1 ? "" : "s"}`;
}

/** Format a number with a proper minus sign. */
export function signed(value: number): string {
  return String(value + 0).replace(/^-/, "\u2212");
}
