import { WORKER } from "../errors.ts";
import type { BatchPlace } from "../run/load-batch.ts";
import { readPlace, writePlace } from "./place-words.ts";

/** Words of shared memory by which workers synchronise with the thread that started them. */
const words = {
  /** Incremented with each command. */
  command: 0,
  /** The requested command. */
  kind: 1,
  /** Number of its parts. */
  parts: 2,
  /** Minimum number of bytes of the memory of samples. */
  bytes: 3,
  /** Length of the description of the batch. */
  described: 4,
  /** Number of blocks of gradients that an update sums. */
  blocks: 5,
  /** Non-zero once an update has produced a non-finite value. */
  odd: 6,
  /**
   * The command, with a bit for each of its parts that has been taken; then the number of parts done, in a different
   * cache line.
   */
  ticket: 16,
  done: 32,
  /** The first of the words that belong to individual workers, each in a different cache line. */
  workers: 48,
} as const;

const line = 16;
const textWords = 256;
/** Maximum number of parts of a command: bits of a ticket; the other bits number the command. */
const mostParts = 16;

/** Commands for workers. */
export type Kind = "assess" | "learn" | "update" | "end";
const kinds: readonly Kind[] = ["assess", "learn", "update", "end"];

/** Commands divided into parts, which any free thread takes. */
export interface Asked {
  readonly kind: Kind;
  readonly parts: number;
  readonly place?: BatchPlace;
  /** Number of bytes of the memory. */
  readonly bytes: number;
  /** Number of blocks of gradients that an update sums. */
  readonly blocks?: number;
}

/** Messages between the main thread and workers; all of them are in shared memory. */
export interface Signals {
  readonly buffer: SharedArrayBuffer;
  /** Issue a command to all workers; returns its number. */
  ask(asked: Asked): number;
  /**
   * Take a free part, preferring the thread's own ones; -1 if none is left, or the command is no longer the latest.
   *
   * Each thread owns the same parts every time, so that the data it writes stay in its cache. A command is over once
   * its parts are done: once all have been started, nobody waits for a worker that has taken none.
   */
  take(command: number, thread: number): number;
  /** Report that a part is done. */
  done(): void;
  /** Wait until all parts are done; false if that takes too long. */
  join(looks: number): boolean;
  /** Wait for the command after this number of commands. */
  hear(heard: number): { readonly command: number; readonly kind: Kind };
  /** The requested batch. */
  batch(): BatchPlace;
  readonly bytes: number;
  readonly blocks: number;
  /** Report that an update has produced a non-finite value. */
  noteOdd(): void;
  readonly isOdd: boolean;
  /** Report whether a worker can take part. */
  begin(worker: number, can: boolean): void;
  /** Report in which sample a worker has failed, and why. */
  fail(worker: number, example: number, reason: string): void;
  /** Wait for a worker to start; false if that takes too long. */
  waitFor(worker: number, looks: number): boolean;
  /** Whether a worker is unable to work. */
  isLost(worker: number): boolean;
  /** The first sample in which a worker has failed since the last command. */
  failedIn(worker: number): { readonly example: number; readonly reason: string } | undefined;
}

/** Milliseconds, longer than any batch takes: a worker that has not responded by then is considered lost. */
export const longestWait = 120_000;

/** Allocate the shared words for this many workers, and for the description of a batch. */
export function signalBuffer(workers: number, placeWords: number): SharedArrayBuffer {
  const count = words.workers + workers * (line + textWords) + placeWords;
  return new SharedArrayBuffer(4 * count);
}

/** Wrap the shared words of the main thread and workers; waits end after this many milliseconds without progress. */
export function signals(
  workers: number,
  buffer: SharedArrayBuffer,
  longest: number = longestWait,
): Signals {
  const all = new Int32Array(buffer);
  const begun = (worker: number): number => words.workers + line * worker;
  const failed = (worker: number): number => begun(worker) + 1;
  const texts = words.workers + line * workers;
  const described = texts + workers * textWords;
  return {
    buffer,
    ask({ kind, parts, place, bytes, blocks = 1 }) {
      if (parts > mostParts) throw tooMany(parts);
      const command = Atomics.load(all, words.command) + 1;
      // From here on, parts of the previous command cannot be taken, whatever is written now.
      Atomics.store(all, words.ticket, command << mostParts);
      if (place !== undefined) all[words.described] = writePlace(place, all, described);
      for (let k = 0; k < workers; k++) {
        if (Atomics.load(all, begun(k)) !== -1) Atomics.store(all, failed(k), 0);
      }
      Atomics.store(all, words.bytes, Math.ceil(bytes / 65_536));
      Atomics.store(all, words.parts, parts);
      Atomics.store(all, words.blocks, blocks);
      Atomics.store(all, words.odd, 0);
      Atomics.store(all, words.done, 0);
      Atomics.store(all, words.kind, kinds.indexOf(kind));
      Atomics.store(all, words.command, command);
      Atomics.notify(all, words.command);
      return command;
    },
    take: (command, thread) => takePart(all, { command, thread, threads: workers + 1 }),
    done() {
      Atomics.add(all, words.done, 1);
      Atomics.notify(all, words.done);
    },
    join(looks) {
      const parts = Atomics.load(all, words.parts);
      return waitUntil(all, words.done, { looks, longest, isReached: (done) => done === parts });
    },
    hear(heard) {
      if (!look(all, words.command, heard, longLooks)) Atomics.wait(all, words.command, heard);
      const command = Atomics.load(all, words.command);
      return { command, kind: kinds[Atomics.load(all, words.kind)] as Kind };
    },
    batch: () => readPlace(all.subarray(described, described + (all[words.described] as number))),
    get bytes() {
      return 65_536 * Atomics.load(all, words.bytes);
    },
    get blocks() {
      return Atomics.load(all, words.blocks);
    },
    noteOdd: () => void Atomics.store(all, words.odd, 1),
    get isOdd() {
      return Atomics.load(all, words.odd) !== 0;
    },
    begin(worker, can) {
      Atomics.store(all, begun(worker), can ? 1 : -1);
      Atomics.notify(all, begun(worker));
    },
    fail(worker, example, reason) {
      const bytes = new TextEncoder().encode(reason).subarray(0, 4 * textWords - 4);
      const at = 4 * (texts + worker * textWords);
      new Uint8Array(buffer).set(bytes, at + 4);
      all[at / 4] = bytes.length;
      Atomics.store(all, failed(worker), example + 1);
    },
    waitFor: (worker, looks) =>
      waitUntil(all, begun(worker), { looks, longest, isReached: (state) => state !== 0 }),
    isLost: (worker) => Atomics.load(all, begun(worker)) === -1,
    failedIn(worker) {
      const example = Atomics.load(all, failed(worker)) - 1;
      if (example < 0) return undefined;
      const at = 4 * (texts + worker * textWords);
      const bytes = new Uint8Array(buffer).slice(at + 4, at + 4 + (all[at / 4] as number));
      return { example, reason: new TextDecoder().decode(bytes) };
    },
  };
}

function takePart(
  all: Int32Array,
  { command, thread, threads }: Readonly<Record<"command" | "thread" | "threads", number>>,
): number {
  const own = (command << mostParts) >> mostParts;
  for (;;) {
    const seen = Atomics.load(all, words.ticket);
    const parts = Atomics.load(all, words.parts);
    const free = ~seen & ((1 << parts) - 1);
    if (seen >> mostParts !== own || free === 0) return -1;
    const behind = free & -(1 << Math.floor((thread * parts) / threads));
    const part = 31 - Math.clz32(behind === 0 ? free & -free : behind & -behind);
    if (Atomics.compareExchange(all, words.ticket, seen, seen | (1 << part)) === seen) return part;
  }
}

// About 1 ms: updating values and preparing the next batch takes less, and waking a worker takes 100 µs.
const longLooks = 200_000;

/** Spin briefly until a word changes. */
function look(all: Int32Array, at: number, was: number, looks: number): boolean {
  for (let k = 0; k < looks; k++) if (Atomics.load(all, at) !== was) return true;
  return false;
}

/** Wait until a word has the wanted value; false if it has not changed for too long. */
function waitUntil(
  all: Int32Array,
  at: number,
  {
    looks,
    longest,
    isReached,
  }: { readonly looks: number; readonly longest: number; isReached(value: number): boolean },
): boolean {
  for (;;) {
    const seen = Atomics.load(all, at);
    if (isReached(seen)) return true;
    if (look(all, at, seen, looks)) continue;
    if (Atomics.wait(all, at, seen, longest) === "timed-out") return false;
  }
}

function tooMany(parts: number): Error {
  return WORKER({
    place: "workers",
    message: "A command has too many parts for the workers.",
    expected: `at most ${mostParts}`,
    got: String(parts),
    next: "Use one worker, and report this error.",
  });
}
