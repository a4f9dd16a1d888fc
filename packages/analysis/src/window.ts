import { ANALYSIS_WINDOW } from "./errors.ts";

/** A stretch of time in ms, both ends included. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/** Tell whether a range runs forwards, is not empty and can be divided in doubles. */
export function isDivisible({ from, until }: Window): boolean {
  const span = until - from;
  const size = Math.max(Math.abs(from), Math.abs(until));
  return Number.isFinite(span) && span > size * 1e-10 && span >= 1e-280;
}

/** Refuse a window that is empty, runs backwards or cannot be divided in doubles. */
export function checkWindow(window: Window): void {
  if (isDivisible(window)) return;
  const got = `${window.from} to ${window.until}`;
  throw ANALYSIS_WINDOW({ place: "the window", expected: "a start well below its end", got });
}
