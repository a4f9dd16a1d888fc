import type { OptionNames } from "@spikeloom/kernel";
import { ANALYSIS_WINDOW } from "./errors.ts";

/** Time interval in ms, both ends included. */
export interface Window {
  readonly from: number;
  readonly until: number;
}

/** Options of a measure that needs a window. */
export interface WindowOptions {
  readonly window: Window;
}

/** Options of a measure that covers the whole recording unless there is a window. */
export interface OptionalWindow {
  readonly window?: Window | undefined;
}

/** Options of a measure that divides a window into bins. */
export interface BinOptions extends WindowOptions {
  /** Width of a bin in ms. */
  readonly bin: number;
}

/** Names of options, with what each is as errors print it. */
export const windowNames: OptionNames<WindowOptions> = { window: "{ from, until } in ms" };
export const binNames: OptionNames<BinOptions> = { ...windowNames, bin: "a width in ms" };

/** Check that a range is increasing, not empty, and divisible in doubles. */
export function isDivisible({ from, until }: Window): boolean {
  const span = until - from;
  const size = Math.max(Math.abs(from), Math.abs(until));
  return Number.isFinite(span) && span > size * 1e-10 && span >= 1e-280;
}

/** Refuse a window that is no record of two times, or that is empty, reversed, or not divisible in doubles. */
export function checkWindow(window: Window): void {
  checkWindowTimes(window);
  if (isDivisible(window)) return;
  const got = `${window.from} to ${window.until}`;
  throw ANALYSIS_WINDOW({ place: "window", expected: "a start well below its end", got });
}

/** Refuse a window that is no record of two times, which may be infinite. */
export function checkWindowTimes(window: Window): void {
  const value: unknown = window;
  const { from, until } = (typeof value === "object" && value !== null ? value : {}) as {
    readonly from?: unknown;
    readonly until?: unknown;
  };
  if (typeof from === "number" && typeof until === "number") return;
  const expected = "{ from, until } with numbers of ms, such as { from: 0, until: 1000 }";
  const got =
    from === undefined && until === undefined
      ? printed(value)
      : `${printed(from)} to ${printed(until)}`;
  throw ANALYSIS_WINDOW({ place: "window", expected, got });
}

function printed(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value.slice(0, 60)) : String(value);
}
