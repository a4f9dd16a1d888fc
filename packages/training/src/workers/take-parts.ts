import type { Signals } from "./signals.ts";

/** Who takes parts of which command, and how. */
export interface PartTaker {
  readonly command: number;
  /** 0 for the thread that has started the others. */
  readonly thread: number;
  readonly take: (part: number) => void;
  /** Told of what goes wrong; the last time, of the first part that does. */
  readonly fail: (error: unknown) => void;
}

/**
 * Take parts of a command as long as there are some.
 *
 * Whoever has failed takes what is left all the same, so that nobody waits for it, and leaves undone what is behind: an
 * error is that of the first part that fails, whoever takes which.
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
