import { WORKER_LOST } from "../errors.ts";

/** How far the workers of a run have come. All of them come equally often between two meetings. */
export interface Pace {
  /** Come one further, which others may wait for. */
  come(): void;
  /**
   * Return once no other worker is further behind than so often.
   *
   * Throws `stopped` where another one has failed.
   */
  wait(behind: number): void;
  /** Let the others know that this worker has failed: none waits for it any more. */
  fail(): void;
}

/** What a worker's side of a pace is made of. */
export interface PaceOptions {
  /** The first of the words of shared memory that the pace takes, of which there are `paceWords`. */
  readonly at: number;
  readonly workers: number;
  /** Number of this worker. */
  readonly own: number;
  readonly patience: Patience;
}

/** Thrown on where another worker has failed. */
export const stopped: Error = new Error("Another worker has failed.");

// A line of the processor's cache: who looks at one worker's word is not held up by what others write.
const line = 16;
/** Longer than any interval; a worker that has not come by then is not coming. */
const longest = 120_000;
/** Further than anyone comes while the others still look. */
const beyond = 2 ** 30;

/** Give the words of shared memory that a pace takes. */
export function paceWords(workers: number): number {
  return line * (workers + 1);
}

/**
 * Make a worker's side of a pace over words of shared memory.
 *
 * Each worker writes in a line of its own how often it has come, and looks at those of the others.
 */
export function pace(words: Int32Array, { at, workers, own, patience }: PaceOptions): Pace {
  const failed = at;
  const asleep = at + 1;
  const place = (worker: number): number => at + line * (worker + 1);
  const mine = place(own);
  const others = Array.from({ length: workers }, (_, k) => place(k)).filter((k) => k !== mine);
  let come = Atomics.load(words, mine);
  let isGone = false;
  const advance = (by: number): void => {
    come = (come + by) | 0;
    Atomics.store(words, mine, come);
    if (Atomics.load(words, asleep) !== 0) Atomics.notify(words, mine);
  };
  /** Keep nobody waiting for this worker, which does not go on. */
  const leave = (): void => {
    if (!isGone) advance(beyond);
    isGone = true;
  };
  const sleep = (other: number, least: number): void => {
    // Counted first: whoever comes after this sees it, whoever came before is seen here.
    Atomics.add(words, asleep, 1);
    const seen = Atomics.load(words, other);
    const woken = isBefore(seen, least) ? Atomics.wait(words, other, seen, longest) : "not-equal";
    Atomics.sub(words, asleep, 1);
    if (woken !== "timed-out") return;
    throw WORKER_LOST({ reason: `a worker has not come for ${longest / 1000} s` });
  };
  return {
    come: () => advance(1),
    wait(behind) {
      const least = (come - behind) | 0;
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

/** Whether a worker has come less often; counts go round. */
function isBefore(count: number, least: number): boolean {
  return ((count - least) | 0) < 0;
}

/** Looks for a moment whether a word has reached a count; gives false where it is time to sleep. */
export type Patience = (words: Int32Array, at: number, least: number) => boolean;

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
  return (words, at, least) => {
    if (!isBefore(Atomics.load(words, at), least)) return true;
    for (let k = 0; k < looks; k++) {
      if (isBefore(Atomics.load(words, at), least)) continue;
      looks = Math.min(most, looks + leastLooks);
      return true;
    }
    looks = Math.max(leastLooks, looks >>> 1);
    return false;
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
  return (words, at, least) => {
    for (let k = 0; k < looks; k++) if (!isBefore(Atomics.load(words, at), least)) return true;
    return false;
  };
}
