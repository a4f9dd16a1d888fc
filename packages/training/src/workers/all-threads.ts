import { WORKER } from "../errors.ts";
import { type Asked, longestWait, type Signals } from "./signals.ts";
import { type PartTaker, takeParts } from "./take-parts.ts";

/** Lets all threads do what is asked for, until one of them is lost. */
export interface AllThreads {
  /** Throw where a thread is lost, or does not begin. */
  check(): void;
  /** Let all do what is asked for, this thread too; `fail` is told what went wrong in this one. Throws as `check` does. */
  ask(asked: Asked, own: Pick<PartTaker, "take" | "fail">): void;
  /** Give the error of a thread that is lost; all that is asked for from now on is refused with it. */
  lose(worker: number | undefined, reason: string): Error;
}

/** How this thread waits for others, and what ends them. */
interface Waiting {
  readonly workers: number;
  readonly looks: number;
  stop(): void;
}

/**
 * Make what lets all threads do what is asked for.
 *
 * A thread that comes too late would do its part of a command that is long over, and write into what others read by then: once
 * one is lost, all are stopped, and nothing is asked for any more.
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

const late = `it has not come for ${longestWait / 1000} s`;

/** Say that a thread cannot take part, and why. */
export function lost(worker: number | undefined, reason: string): Error {
  return WORKER({
    place: worker === undefined ? "workers" : `worker ${worker + 1}`,
    message: `A worker failed to start: ${reason}`,
    next: "Create a new trainer with one worker, or check what the module of the loss does when it is loaded.",
  });
}
