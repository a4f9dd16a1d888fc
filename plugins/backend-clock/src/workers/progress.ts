import { WORKER_LOST } from "@spikeloom/simulate";

/**
 * Progress counters of a run's workers. Between two barriers, every worker increments its counter the same number of
 * times.
 */
export interface Progress {
  /** Increment this worker's counter and wake workers waiting on it. */
  arrive(): void;
  /**
   * Return once no other worker is more than this many increments behind.
   *
   * Throws `stopped` if another one has failed.
   */
  wait(behind: number): void;
  /** Report that this worker has failed, so that no other waits for it. */
  fail(): void;
}

/** Inputs of a worker's progress counter. */
export interface ProgressOptions {
  /** First of its words of shared memory, of which there are `progressWords`. */
  readonly at: number;
  readonly workers: number;
  /** Index of this worker. */
  readonly own: number;
  readonly patience: Patience;
}

/** Thrown if another worker has failed. */
export const stopped: Error = new Error("Another worker has failed.");

// A cache line each: reading one worker's counter is not slowed down by writes of others.
const line = 16;
/** Longer than any interval; a worker that has not arrived by then is considered lost. */
const longest = 120_000;
/** Larger than any count that another worker can reach in the meantime. */
const beyond = 2 ** 30;

/** Return the number of words of shared memory that the counters take. */
export function progressWords(workers: number): number {
  return line * (workers + 1);
}

/**
 * Create a worker's view of the progress counters in shared memory.
 *
 * Each worker writes its counter in a separate cache line, and reads those of the others.
 */
export function progress(
  words: Int32Array,
  { at, workers, own, patience }: ProgressOptions,
): Progress {
  const failed = at;
  const asleep = at + 1;
  const place = (worker: number): number => at + line * (worker + 1);
  const mine = place(own);
  const others = Array.from({ length: workers }, (_, k) => place(k)).filter((k) => k !== mine);
  let count = Atomics.load(words, mine);
  let isGone = false;
  const advance = (by: number): void => {
    count = (count + by) | 0;
    Atomics.store(words, mine, count);
    if (Atomics.load(words, asleep) !== 0) Atomics.notify(words, mine);
  };
  /** Ensure that nobody waits for this worker, which does not continue. */
  const leave = (): void => {
    if (!isGone) advance(beyond);
    isGone = true;
  };
  const sleep = (other: number, least: number): void => {
    // Counted first: workers that arrive later see it, and earlier ones are seen here.
    Atomics.add(words, asleep, 1);
    const seen = Atomics.load(words, other);
    const woken = isBefore(seen, least) ? Atomics.wait(words, other, seen, longest) : "not-equal";
    Atomics.sub(words, asleep, 1);
    if (woken !== "timed-out") return;
    throw WORKER_LOST({ reason: `a worker has not responded for ${longest / 1000} s` });
  };
  return {
    arrive: () => advance(1),
    wait(behind) {
      const least = (count - behind) | 0;
      for (let k = 0; k < others.length; k++) {
        const other = others[k] as number;
        if (patience(words, other, least)) continue;
        while (isBefore(Atomics.load(words, other), least)) sleep(other, least);
      }
      if (Atomics.load(words, failed) === 0) return;
      leave();
      throw stopped;
    },
    fail() {
      Atomics.store(words, failed, 1);
      leave();
    },
  };
}

/** Test whether a worker's counter is lower; counters wrap around. */
function isBefore(count: number, least: number): boolean {
  return ((count - least) | 0) < 0;
}

/** Spins until a word has reached a count; returns false when it is time to sleep. */
export type Patience = (words: Int32Array, at: number, least: number) => boolean;

// Spins of 5 ns each. Sleeping and waking takes some 100 µs on a virtual machine, which is about the
// difference between two workers with equal work. Spinning longer takes time from a worker without a core.
const mostSpins = 60_000;
const leastSpins = 2000;

/**
 * Create the spin limit of a worker.
 *
 * If spinning was in vain, the other worker probably has no core at the moment, so the limit is halved; each success
 * increases it again.
 */
export function patience(hasCores: boolean): Patience {
  const most = hasCores ? mostSpins : leastSpins;
  let spins = most;
  return (words, at, least) => {
    if (!isBefore(Atomics.load(words, at), least)) return true;
    for (let k = 0; k < spins; k++) {
      if (isBefore(Atomics.load(words, at), least)) continue;
      spins = Math.min(most, spins + leastSpins);
      return true;
    }
    spins = Math.max(leastSpins, spins >>> 1);
    return false;
  };
}

// About 1 ms. Between two commands the first worker passes on recorded data and runs timers, 0.3 ms in total;
// waking a worker takes it longer than that.
const commandSpins = 200_000;

/**
 * Create the limit of a worker that spins for the next command.
 *
 * It is constant: one long pause does not predict the next, and the loss is bounded.
 */
export function commandPatience(hasCores: boolean): Patience {
  const spins = hasCores ? commandSpins : leastSpins;
  return (words, at, least) => {
    for (let k = 0; k < spins; k++) if (!isBefore(Atomics.load(words, at), least)) return true;
    return false;
  };
}
