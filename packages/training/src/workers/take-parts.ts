import type { Signals } from "./signals.ts";

/** A thread that takes parts of a command, and how. */
export interface PartTaker {
  readonly command: number;
  /** 0 for the main thread. */
  readonly thread: number;
  readonly take: (part: number) => void;
  /** Receives errors; the last call is for the first part that failed. */
  readonly fail: (error: unknown) => void;
}

/**
 * Take parts of a command while there are any.
 *
 * After a failure, a thread still takes the remaining parts, so that nobody waits for them, but skips those after the
 * failed one: the reported error is thus that of the first part that fails, whichever thread takes it.
 */
export function takeParts(shared: Signals, { command, thread, take, fail }: PartTaker): void {
  let failed = Number.POSITIVE_INFINITY;
  for (;;) {
    const part = shared.take(command, thread);
    if (part < 0) return;
    try {
      if (part < failed) take(part);
    } catch (error) {
      failed = part;
      fail(error);
    }
    shared.done();
  }
}
