import { ANALYSIS_WINDOW } from "./errors.ts";

/** Time interval in ms, both ends included. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/** Check that a range is increasing, not empty, and divisible in doubles. */
export function isDivisible({ from, until }: Window): boolean {
  const span = until - from;
  const size = Math.max(Math.abs(from), Math.abs(until));
  return Number.isFinite(span) && span > size * 1e-10 && span >= 1e-280;
}

/** Refuse a window that is empty, reversed, or not divisible in doubles. */
export function checkWindow(window: Window): void {
  if (isDivisible(window)) return;
  const got = `${window.from} to ${window.until}`;
  throw ANALYSIS_WINDOW({ place: "the window", expected: "a start well below its end", got });
}
