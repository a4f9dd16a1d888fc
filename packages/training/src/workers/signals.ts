import { WORKER } from "../errors.ts";
import type { BatchPlace } from "../run/load-batch.ts";
import { readPlace, writePlace } from "./place-words.ts";

/** Words of the memory by which workers and the thread that has started them agree. */
const words = {
  /** Raised with each command. */
  command: 0,
  /** What is asked for. */
  kind: 1,
  /** How many parts it has. */
  parts: 2,
  /** Bytes that the memory of examples has at least. */
  bytes: 3,
  /** How long the description of the batch is. */
  described: 4,
  /** Blocks of gradients that an update sums. */
  blocks: 5,
  /** Not 0 once an update has made something that is not finite. */
  odd: 6,
  /** The command, and a bit for each of its parts that somebody has taken; then how many are done, in other lines of the processor's cache. */
  ticket: 16,
  done: 32,
  /** The first of those that tell of each worker, each in another line as well. */
  workers: 48,
} as const;

const line = 16;
const textWords = 256;
/** Parts of a command at most: bits of a ticket; the others number the command. */
const mostParts = 16;

/** What workers are asked for. */
export type Kind = "assess" | "learn" | "update" | "end";
const kinds: readonly Kind[] = ["assess", "learn", "update", "end"];

/** What is done by parts, which whoever is free takes. */
export interface Asked {
  readonly kind: Kind;
  readonly parts: number;
  readonly place?: BatchPlace;
  /** Bytes that memory has. */
  readonly bytes: number;
  /** Blocks of gradients that an update sums. */
  readonly blocks?: number;
}

/** What one side says and the other reads; all of it is shared. */
export interface Signals {
  readonly buffer: SharedArrayBuffer;
  /** Ask all workers for something; gives the number of the command. */
  ask(asked: Asked): number;
  /**
   * Take a part that nobody has taken, the own ones of a thread first; -1 where none is left, or the command is not the last
   * one any more.
   *
   * Threads have the same parts as their own each time, so that what they write stays in their cache. A command is over once
   * its parts are done: once all have begun, nobody waits for a worker that has taken none.
   */
  take(command: number, thread: number): number;
  /** Say that a part is done. */
  done(): void;
  /** Wait until all parts are done; false where they are not after a while. */
  join(looks: number): boolean;
  /** Wait for what is asked for after so many commands. */
  hear(heard: number): { readonly command: number; readonly kind: Kind };
  /** The batch that is asked for. */
  batch(): BatchPlace;
  readonly bytes: number;
  readonly blocks: number;
  /** Say that an update has made something that is not finite. */
  noteOdd(): void;
  readonly isOdd: boolean;
  /** Say that a worker can take part, or that it cannot. */
  begin(worker: number, can: boolean): void;
  /** Say in which example a worker has failed, and why. */
  fail(worker: number, example: number, reason: string): void;
  /** Wait for a worker to begin; false where it has not after a while. */
  waitFor(worker: number, looks: number): boolean;
  /** Whether a worker cannot work. */
  isLost(worker: number): boolean;
  /** The first example in which a worker has failed since it was asked. */
  failedIn(worker: number): { readonly example: number; readonly reason: string } | undefined;
}

/** Milliseconds, longer than any batch takes: a worker that has not come by then is not coming. */
export const longestWait = 120_000;

/** Make room for what so many workers and their first thread agree by, and for words that describe a batch. */
export function signalBuffer(workers: number, placeWords: number): SharedArrayBuffer {
  const count = words.workers + workers * (line + textWords) + placeWords;
  return new SharedArrayBuffer(4 * count);
}

/** Look at what workers and their first thread agree by; who waits gives up after so many milliseconds without news. */
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
      // From here on nobody takes a part of the command before, whatever is written now.
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

// About 1 ms: updating values and making the next batch takes less, and to wake a worker takes 100 µs.
const longLooks = 200_000;

/** Look for a moment whether a word is another than it was. */
function look(all: Int32Array, at: number, was: number, looks: number): boolean {
  for (let k = 0; k < looks; k++) if (Atomics.load(all, at) !== was) return true;
  return false;
}

/** Wait until a word is as wanted; false where it has not changed for too long. */
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
