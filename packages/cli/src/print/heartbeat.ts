import { Worker } from "node:worker_threads";

/** Shows what is under way while this thread is busy, from a thread of its own. */
export interface Heartbeat {
  /** Say what is under way; it is shown where nothing else is said for 2 s. */
  tell(text: string): void;
  /** How often something was shown; notified. */
  readonly beats: Int32Array;
  stop(): void;
}

/** Bytes of a text, and numbers beside it: its length, how often something was told, how often it was shown. */
const [mostBytes, numbers] = [256, 4];

/**
 * Begin to show what is under way on standard error: a line in place every second on a terminal, else a line after 2 s and
 * then every 30 s.
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
  // A machine without further threads shows less.
  worker.on("error", () => undefined);
  return {
    beats: state.subarray(2, 3),
    tell(text) {
      const told = new TextEncoder().encode(text).subarray(0, mostBytes);
      bytes.set(told);
      Atomics.store(state, 0, told.length);
      Atomics.add(state, 1, 1);
    },
    stop() {
      Atomics.store(state, 3, 1);
      void worker.terminate();
    },
  };
}

// It writes by itself: streams of a worker go through the thread that is busy.
const beat = `
const { writeSync } = require("node:fs");
const { workerData: { shared, isTerminal, numbers } } = require("node:worker_threads");
const state = new Int32Array(shared, 0, numbers);
const bytes = new Uint8Array(shared, 4 * numbers);
let [seen, since, shown] = [-1, Date.now(), -1];
setInterval(() => {
  if (Atomics.load(state, 3) === 1) return;
  const told = Atomics.load(state, 1);
  const now = Date.now();
  if (told !== seen) [seen, since, shown] = [told, now, -1];
  const busy = (now - since) / 1000;
  if (busy < 1.5 || (!isTerminal && shown >= 0 && busy - shown < 30)) return;
  shown = busy;
  const text = new TextDecoder().decode(bytes.slice(0, Atomics.load(state, 0)));
  const line = text + ", under way for " + Math.round(busy) + " s";
  try {
    writeSync(2, isTerminal ? "\\r\\u001b[K" + line : line + "\\n");
  } catch {
    // A pipe that is full, or that nobody reads any more.
  }
  Atomics.add(state, 2, 1);
  Atomics.notify(state, 2);
}, 500);
`;
