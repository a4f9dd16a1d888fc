import { WORKER_LOST } from "../errors.ts";

/** Where all workers of a run wait for each other. */
export interface Barrier {
  /** Return once all have come; true where one of them has failed on the way here. */
  wait(): boolean;
  /** Come for the last time, and let the others know that this worker has failed. */
  fail(): void;
}

/** What a worker's side of a barrier is made of. */
export interface BarrierOptions {
  /** The first of the words of shared memory that the barrier takes, of which there are `barrierWords`. */
  readonly at: number;
  readonly workers: number;
  /** Number of this worker. */
  readonly own: number;
  readonly patience: Patience;
}

// A line of the processor's cache: who looks at one worker's word is not held up by what others write.
const line = 16;
/** Longer than any interval; a worker that has not come by then is not coming. */
const longest = 120_000;

/** Give the words of shared memory that a barrier takes. */
export function barrierWords(workers: number): number {
  return line * (workers + 1);
}

/**
 * Make a worker's side of a barrier over words of shared memory.
 *
 * Each worker writes in a line of its own how often it has come, and looks at those of the others.
 */
export function barrier(
  words: Int32Array,
  { at, workers, own, patience }: BarrierOptions,
): Barrier {
  const failed = at;
  const asleep = at + 1;
  const place = (worker: number): number => at + line * (worker + 1);
  const mine = place(own);
  const others = Array.from({ length: workers }, (_, k) => place(k)).filter((k) => k !== mine);
  let round = Atomics.load(words, mine);
  let hasGivenUp = false;
  const sleep = (other: number): void => {
    // Counted first: whoever comes after this sees it, whoever came before is seen here.
    Atomics.add(words, asleep, 1);
    const seen = Atomics.load(words, other);
    const isMissing = ((seen - round) | 0) < 0;
    const woken = isMissing ? Atomics.wait(words, other, seen, longest) : "not-equal";
    Atomics.sub(words, asleep, 1);
    if (woken !== "timed-out") return;
    hasGivenUp = true;
    throw WORKER_LOST({ reason: `a worker has not come for ${longest / 1000} s` });
  };
  const wait = (): boolean => {
    round = (round + 1) | 0;
    Atomics.store(words, mine, round);
    if (Atomics.load(words, asleep) !== 0) Atomics.notify(words, mine);
    for (const other of others) {
      if (patience.spin(words, { at: other, round })) continue;
      while (((Atomics.load(words, other) - round) | 0) < 0) sleep(other);
    }
    // One that was faster may already have failed on its way to the next meeting, where it waits for all.
    return Atomics.load(words, failed) === round;
  };
  return {
    wait,
    fail() {
      Atomics.store(words, failed, (round + 1) | 0);
      // One that has given up has come already, and must not stand for another one.
      if (!hasGivenUp) wait();
    },
  };
}

/** Thrown on where another worker has failed. */
export const stopped: Error = new Error("Another worker has failed.");

/** Looks for a moment before it is worth while to sleep. */
export interface Patience {
  /** Look whether a word has reached a round; false where it is time to sleep. */
  spin(words: Int32Array, until: { readonly at: number; readonly round: number }): boolean;
}

// Looks of 5 ns each. To sleep and be woken takes some 100 µs on a virtual machine, and about as far
// are two workers with equal work apart. To look longer takes time from a worker without a core.
const mostLooks = 60_000;
const leastLooks = 2000;

/**
 * Make what decides how long a worker looks before it sleeps.
 *
 * Where looking was in vain, the other one probably has no core at the moment, so half as long is
 * enough from then on; each success lengthens it again.
 */
export function patience(hasCores: boolean): Patience {
  const most = hasCores ? mostLooks : leastLooks;
  let looks = most;
  return {
    spin(words, { at, round }) {
      if (((Atomics.load(words, at) - round) | 0) >= 0) return true;
      for (let k = 0; k < looks; k++) {
        if (((Atomics.load(words, at) - round) | 0) < 0) continue;
        looks = Math.min(most, looks + leastLooks);
        return true;
      }
      looks = Math.max(leastLooks, looks >>> 1);
      return false;
    },
  };
}

// About 1 ms. From one command to the next the first worker hands over what was recorded and lets
// timers have their turn, 0.3 ms in all; to wake a worker takes it longer than that.
const commandLooks = 200_000;

/**
 * Make what decides how long a worker looks for the next command before it sleeps.
 *
 * The same each time: one long pause says nothing of the next, and what is lost is bounded.
 */
export function commandPatience(hasCores: boolean): Patience {
  const looks = hasCores ? commandLooks : leastLooks;
  return {
    spin(words, { at, round }) {
      for (let k = 0; k < looks; k++) {
        if (((Atomics.load(words, at) - round) | 0) >= 0) return true;
      }
      return false;
    },
  };
}
