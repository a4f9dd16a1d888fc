import type { Kind, Signals } from "./signals.ts";

/** What a worker does with what it is asked for. */
export interface ThreadWork {
  /** The current sample. */
  readonly at: number;
  /** Look at memory anew, which has so many bytes. */
  follow(bytes: number): void;
  /** Give what does a part of what is asked for. */
  partsOf(kind: Exclude<Kind, "end">, shared: Signals): (part: number) => void;
}
