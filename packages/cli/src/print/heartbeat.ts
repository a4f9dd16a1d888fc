import { Worker } from "node:worker_threads";

/** Shows progress on standard error while this thread is busy, from a thread of its own. */
export interface Heartbeat {
  /** Set the current task, such as "epoch 1 of 3, batch 2 of 40". */
  tell(text: string): void;
  /** Note that something else was printed, which postpones the next line. */
  said(): void;
  /** Parts of the current batch that are done, and their number, which is 0 if it is unknown. */
  readonly progress: Int32Array;
  /** Number of updates shown so far; other threads wait on it. */
  readonly beats: Int32Array;
  stop(): void;
}

/**
 * Size of a text in bytes, and the number of counters before it: length of the text, updates of the text, lines shown,
 * whether it has ended, lines printed by others, and the progress of the batch.
 */
const [mostBytes, numbers] = [256, 7];

/**
 * Start to show progress on standard error.
 *
 * On a terminal, a line appears in place every second while a task takes longer than 2 s. Elsewhere, a line is printed after 2 s
 * without output, and then every 10 s.
 */
export function startHeartbeat(isTerminal: boolean): Heartbeat {
  const shared = new SharedArrayBuffer(4 * numbers + mostBytes);
  const state = new Int32Array(shared, 0, numbers);
  const bytes = new Uint8Array(shared, 4 * numbers);
  const worker = new Worker(beat, {
    eval: true,
    // Flags such as --input-type would change what the code is.
    execArgv: [],
    workerData: { shared, isTerminal, numbers },
  });
  worker.unref();
  // On a machine that cannot start another thread, less is shown.
  worker.on("error", () => undefined);
  return {
    beats: state.subarray(2, 3),
    progress: state.subarray(5, 7),
    tell(text) {
      const encoded = new TextEncoder().encode(text).subarray(0, mostBytes);
      bytes.set(encoded);
      Atomics.store(state, 6, 0);
      Atomics.store(state, 0, encoded.length);
      Atomics.add(state, 1, 1);
    },
    said() {
      Atomics.add(state, 4, 1);
    },
    stop() {
      Atomics.store(state, 3, 1);
      void worker.terminate();
    },
  };
}

// It writes directly: streams of a worker go through the busy thread.
const beat = `
const { writeSync } = require("node:fs");
const { workerData: { shared, isTerminal, numbers } } = require("node:worker_threads");
const state = new Int32Array(shared, 0, numbers);
const bytes = new Uint8Array(shared, 4 * numbers);
const began = Date.now();
let [seenUpdates, since, seenLines, quietSince, pause] = [-1, began, 0, began, 1.5];
setInterval(() => {
  if (Atomics.load(state, 3) === 1) return;
  const [updates, printed] = [Atomics.load(state, 1), Atomics.load(state, 4)];
  const now = Date.now();
  if (updates !== seenUpdates) [seenUpdates, since] = [updates, now];
  if (printed !== seenLines) [seenLines, quietSince] = [printed, now];
  const busy = (now - since) / 1000;
  if (updates === 0 || (isTerminal ? busy < 1.5 : (now - quietSince) / 1000 < pause)) return;
  [quietSince, pause] = [now, 10];
  const text = new TextDecoder().decode(bytes.slice(0, Atomics.load(state, 0)));
  const [done, of] = [Atomics.load(state, 5), Atomics.load(state, 6)];
  const share = of > 0 && done <= of ? ", " + Math.floor((100 * done) / of) + " % of it" : "";
  const line = text + share + (busy < 1.5
    ? ", " + Math.round((now - began) / 1000) + " s after the start"
    : ", under way for " + Math.round(busy) + " s");
  try {
    writeSync(2, isTerminal ? "\\r\\u001b[K" + line : line + "\\n");
  } catch {
    // A full pipe, or one that nobody reads any more.
  }
  Atomics.add(state, 2, 1);
  Atomics.notify(state, 2);
}, 500);
`;
