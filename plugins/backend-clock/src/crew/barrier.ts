import { WORKER_LOST } from "../errors.ts";

/** Where all workers of a run wait for each other. */
export interface Barrier {
  /** Return once all have come; true where one of them has failed on the way here. */
  wait(): boolean;
  /** Come for the last time, and let the others know that this worker has failed. */
  fail(): void;
}

// About 10 µs: longer than two workers with equal work are apart, shorter than a turn of the system's
// scheduler, so that workers without a core of their own do not hold each other up.
const spins = 2000;
/** Longer than any interval; a worker that has not come by then is not coming. */
const patience = 120_000;

/**
 * Make a worker's side of a barrier over three words of shared memory from `at` on.
 *
 * The last to come opens it for all; the others spin for a moment, then sleep.
 */
export function barrier(
  words: Int32Array,
  { at, workers }: { readonly at: number; readonly workers: number },
): Barrier {
  const [come, opened, failed] = [at, at + 1, at + 2];
  let hasGivenUp = false;
  const leave = (milliseconds: number): never => {
    hasGivenUp = true;
    return giveUp(milliseconds);
  };
  const wait = (): boolean => {
    const round = Atomics.load(words, opened);
    if (Atomics.add(words, come, 1) === workers - 1) {
      Atomics.store(words, come, 0);
      Atomics.store(words, opened, (round + 1) | 0);
      Atomics.notify(words, opened);
    } else waitUntilChanged(words, { at: opened, from: round, giveUp: leave });
    // One that was faster may already have failed on its way to the next meeting, where it waits for all.
    return Atomics.load(words, failed) === round + 1;
  };
  return {
    wait,
    fail() {
      Atomics.store(words, failed, Atomics.load(words, opened) + 1);
      // One that has given up has come already, and must not stand for another one.
      if (!hasGivenUp) wait();
    },
  };
}

/** Thrown on where another worker has failed. */
export const stopped: Error = new Error("Another worker has failed.");

/** Fail because a worker does not come. */
function giveUp(milliseconds: number): never {
  throw WORKER_LOST({ reason: `a worker has not come for ${milliseconds / 1000} s` });
}

/** Wait until a word is no longer what it was. */
export function waitUntilChanged(
  words: Int32Array,
  {
    at,
    from,
    giveUp,
  }: { readonly at: number; readonly from: number; giveUp?(milliseconds: number): never },
): void {
  for (let k = 0; k < spins; k++) if (Atomics.load(words, at) !== from) return;
  while (Atomics.load(words, at) === from) {
    const woken = Atomics.wait(words, at, from, giveUp === undefined ? undefined : patience);
    if (woken === "timed-out") giveUp?.(patience);
  }
}
