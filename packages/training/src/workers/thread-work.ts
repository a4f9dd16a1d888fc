import type { Kind, Signals } from "./signals.ts";

/** Executes the commands that a worker receives. */
export interface ThreadWork {
  /** The current sample. */
  readonly at: number;
  /** Refresh the views of a memory that now has this many bytes. */
  follow(bytes: number): void;
  /** Return the function that executes a part of a command. */
  partsOf(kind: Exclude<Kind, "end">, shared: Signals): (part: number) => void;
}
