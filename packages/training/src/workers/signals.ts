import type { BatchPlace } from "../run/load-batch.ts";

/** Words of the memory by which workers and the thread that has started them agree. */
const words = {
  /** Raised with each batch. */
  command: 0,
  /** 1 to learn, 0 to assess, 2 to end. */
  kind: 1,
  /** The next block that nobody has taken. */
  block: 2,
  /** Bytes that the memory of examples has at least. */
  bytes: 3,
  /** How long the description of the batch is. */
  described: 4,
  /** The first of those that tell how far each worker is, each in another line of the processor's cache. */
  workers: 16,
} as const;

const line = 16;
const textWords = 256;
/** Batches are described by as many words at most: six, and two for each continuous input. */
const describedWords = 256;

/** What workers are asked for. */
export type Kind = "assess" | "learn" | "end";
const kinds: readonly Kind[] = ["assess", "learn", "end"];

/** What one side says and the other reads; all of it is shared. */
export interface Signals {
  readonly buffer: SharedArrayBuffer;
  /** Ask all workers for a batch. */
  ask(kind: Kind, place: BatchPlace | undefined, bytes: number): void;
  /** Take a block that nobody has taken. */
  takeBlock(): number;
  /** Wait for what is asked for after so many commands. */
  hear(heard: number): { readonly command: number; readonly kind: Kind };
  /** The batch that is asked for. */
  batch(): BatchPlace;
  readonly bytes: number;
  /** Say that a worker has come to a command; -1 where it cannot work at all. */
  come(worker: number, command: number): void;
  /** Say in which example a worker has failed, and why. */
  fail(worker: number, example: number, reason: string): void;
  /** Wait for a worker to come to the last command; false where it has not after a while. */
  waitFor(worker: number, looks: number): boolean;
  /** Whether a worker cannot work. */
  isLost(worker: number): boolean;
  /** The first example in which a worker has failed since it was asked. */
  failedIn(worker: number): { readonly example: number; readonly reason: string } | undefined;
}

/** Longer than any batch takes; a worker that has not come by then is not coming. */
const longest = 120_000;

/** Make what workers and their first thread agree by, or look at one. */
export function signals(workers: number, buffer: SharedArrayBuffer = newBuffer(workers)): Signals {
  const all = new Int32Array(buffer);
  const come = (worker: number): number => words.workers + line * worker;
  const failed = (worker: number): number => come(worker) + 1;
  const texts = words.workers + line * workers;
  const described = texts + workers * textWords;
  return {
    buffer,
    ask(kind, place, bytes) {
      if (place !== undefined) {
        const numbers = writePlace(place);
        all.set(numbers, described);
        all[words.described] = numbers.length;
      }
      for (let k = 0; k < workers; k++) {
        if (Atomics.load(all, come(k)) !== -1) Atomics.store(all, failed(k), 0);
      }
      Atomics.store(all, words.bytes, Math.ceil(bytes / 65_536));
      Atomics.store(all, words.block, 0);
      Atomics.store(all, words.kind, kinds.indexOf(kind));
      Atomics.add(all, words.command, 1);
      Atomics.notify(all, words.command);
    },
    takeBlock: () => Atomics.add(all, words.block, 1),
    hear(heard) {
      if (!look(all, words.command, heard, longLooks)) Atomics.wait(all, words.command, heard);
      const command = Atomics.load(all, words.command);
      return { command, kind: kinds[Atomics.load(all, words.kind)] as Kind };
    },
    batch: () => readPlace(all.subarray(described, described + (all[words.described] as number))),
    get bytes() {
      return 65_536 * Atomics.load(all, words.bytes);
    },
    come(worker, command) {
      Atomics.store(all, come(worker), command);
      Atomics.notify(all, come(worker));
    },
    fail(worker, example, reason) {
      const bytes = new TextEncoder().encode(reason).subarray(0, 4 * textWords - 4);
      const at = 4 * (texts + worker * textWords);
      new Uint8Array(buffer).set(bytes, at + 4);
      all[at / 4] = bytes.length;
      Atomics.store(all, failed(worker), example + 1);
    },
    waitFor(worker, looks) {
      const command = Atomics.load(all, words.command);
      for (;;) {
        const seen = Atomics.load(all, come(worker));
        if (seen === command || seen === -1) return true;
        if (look(all, come(worker), seen, looks)) continue;
        if (Atomics.wait(all, come(worker), seen, longest) === "timed-out") return false;
      }
    },
    isLost: (worker) => Atomics.load(all, come(worker)) === -1,
    failedIn(worker) {
      const example = Atomics.load(all, failed(worker)) - 1;
      if (example < 0) return undefined;
      const at = 4 * (texts + worker * textWords);
      const bytes = new Uint8Array(buffer).slice(at + 4, at + 4 + (all[at / 4] as number));
      return { example, reason: new TextDecoder().decode(bytes) };
    },
  };
}

// About 1 ms: updating values and making the next batch takes less, and to wake a worker takes 100 µs.
const longLooks = 200_000;

/** Look for a moment whether a word is another than it was. */
function look(all: Int32Array, at: number, was: number, looks: number): boolean {
  for (let k = 0; k < looks; k++) if (Atomics.load(all, at) !== was) return true;
  return false;
}

function newBuffer(workers: number): SharedArrayBuffer {
  const count = words.workers + workers * (line + textWords) + describedWords;
  return new SharedArrayBuffer(4 * count);
}

function writePlace(place: BatchPlace): readonly number[] {
  const { size, targets, losses, outputs, values, carried = { begins: 0, ends: 0 } } = place;
  const pairs = values.flatMap(({ steps, at }) => [steps, at]);
  return [size, targets, losses, outputs, carried.begins, carried.ends, ...pairs];
}

function readPlace(numbers: Int32Array): BatchPlace {
  const [size, targets, losses, outputs, begins, ends, ...values] = numbers as unknown as readonly [
    ...[number, number, number, number, number, number],
    ...number[],
  ];
  const pairs = Array.from({ length: values.length / 2 }, (_, k) => ({
    steps: values[2 * k] as number,
    at: values[2 * k + 1] as number,
  }));
  return { size, targets, losses, outputs, values: pairs, carried: { begins, ends } };
}
