import { WORKER } from "../errors.ts";
import { type Asked, longestWait, type Signals } from "./signals.ts";
import { type PartTaker, takeParts } from "./take-parts.ts";

/** Runs commands on all threads until one of them is lost. */
export interface AllThreads {
  /** Throw if a thread is lost, or does not start. */
  check(): void;
  /**
   * Run a command on all threads, including this one; `fail` receives an error of this thread. Throws as `check` does.
   */
  ask(asked: Asked, own: Pick<PartTaker, "take" | "fail">): void;
  /** Create the error for a lost thread, which rejects all further commands. */
  lose(worker: number | undefined, reason: string): Error;
}

/** How this thread waits for others, and how they are stopped. */
interface Waiting {
  readonly workers: number;
  readonly looks: number;
  stop(): void;
}

/**
 * Create the runner of commands on all threads.
 *
 * A thread that arrives too late would do its part of a command that has long ended, and overwrite data that others
 * read by then: once one is lost, all are stopped, and no further commands are accepted.
 */
export function allThreads(shared: Signals, { workers, looks, stop }: Waiting): AllThreads {
  let gone: Error | undefined;
  const lose = (worker: number | undefined, reason: string): Error => {
    gone = lost(worker, reason);
    stop();
    return gone;
  };
  const check = (): void => {
    if (gone !== undefined) throw gone;
    for (let worker = 0; worker < workers; worker++) {
      if (!shared.waitFor(worker, looks)) throw lose(worker, late);
      if (shared.isLost(worker)) throw lose(worker, shared.failedIn(worker)?.reason ?? "");
    }
  };
  return {
    check,
    lose,
    ask(asked, own) {
      if (gone !== undefined) throw gone;
      const command = shared.ask(asked);
      takeParts(shared, { command, thread: 0, ...own });
      check();
      if (!shared.join(looks)) throw lose(undefined, late);
    },
  };
}

const late = `it has not responded for ${longestWait / 1000} s`;

/** Report that a thread cannot take part, and why. */
export function lost(worker: number | undefined, reason: string): Error {
  return WORKER({
    place: worker === undefined ? "workers" : `worker ${worker + 1}`,
    message: `A worker failed to start: ${reason}`,
    next: "Create a new trainer with one worker, or check what the module of the loss does when it is loaded.",
  });
}
