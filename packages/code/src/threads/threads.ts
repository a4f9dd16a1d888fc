/** Another thread, seen from either side. */
export interface Thread {
  post(message: unknown): void;
  onMessage(hear: (message: never) => void): void;
  onEnd(hear: (reason: string) => void): void;
  /** Let a program end while the thread waits; until then, listening to it keeps the program running. */
  letEnd(): void;
  /** Keep the program running again, for a message that is awaited. */
  hold(): void;
  stop(): void;
}

interface NodeWorker {
  postMessage(message: unknown): void;
  on(event: string, hear: (value: never) => void): void;
  ref(): void;
  unref(): void;
  terminate(): Promise<number>;
}

interface NodeThreads {
  readonly Worker: new (url: URL, options: object) => NodeWorker;
  readonly parentPort: NodeWorker | null;
}

/** A browser's worker; only lib.dom declares it otherwise. */
export interface WebWorker {
  postMessage(message: unknown): void;
  onmessage: ((event: { readonly data: never }) => void) | null;
  onerror: ((event: { readonly message: string }) => void) | null;
  terminate(): void;
}

/** Node's threads; undefined in a browser. */
function nodeThreads(): NodeThreads | undefined {
  if (typeof process === "undefined") return undefined;
  return process.getBuiltinModule("node:worker_threads") as unknown as NodeThreads;
}

/**
 * Test whether this thread can cooperate with others.
 *
 * They share memory, which requires a page to be isolated from other origins, and wait for each other, which a page's
 * main thread must not do.
 */
export function canShare(): boolean {
  if (typeof SharedArrayBuffer === "undefined") return false;
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 0);
    return true;
  } catch {
    return false;
  }
}

/** Return the number of threads that can run at the same time. */
export function parallelism(): number {
  return Math.max(1, navigator.hardwareConcurrency);
}

/**
 * Test whether threads start only while this one waits for events.
 *
 * A browser loads a worker's module through the thread that starts it.
 */
export function startsWhileWaiting(): boolean {
  return nodeThreads() === undefined;
}

/** A module that a thread runs. */
export interface ThreadModule {
  /** URL of the starting module, and of the thread's module relative to it, without the file name extension. */
  readonly from: string;
  readonly module: string;
  /** Start a browser's worker: bundlers only find its module if it is named literally. */
  inBrowser(): WebWorker;
}

/**
 * Space for new objects of a thread in MiB.
 *
 * Threads compute in memories of their own and create few objects; V8 would double this space once while modules are loaded.
 */
const youngMebibytes = 24;

/** Start a thread that runs a module. */
export function startThread({ from, module, inBrowser }: ThreadModule): Thread {
  const threads = nodeThreads();
  if (threads === undefined) return webThread(inBrowser());
  const isSource = from.endsWith(".ts");
  const url = new URL(`${module}${isSource ? ".ts" : ".js"}`, from);
  // A source file imports source files. Unspecified options are inherited, except those of the whole process.
  const condition = "--conditions=@spikeloom/source";
  const isTold = !isSource || process.execArgv.includes(condition);
  const resourceLimits = { maxYoungGenerationSizeMb: youngMebibytes };
  const worker = new threads.Worker(
    url,
    isTold ? { resourceLimits } : { resourceLimits, execArgv: [...process.execArgv, condition] },
  );
  worker.unref();
  return nodeThread(worker);
}

/** Return the thread that started this one. */
export function startedBy(): Thread {
  const port = nodeThreads()?.parentPort;
  return port ? nodeThread(port) : webThread(globalThis as unknown as WebWorker);
}

function nodeThread(worker: NodeWorker): Thread {
  return {
    post: (message) => worker.postMessage(message),
    onMessage: (hear) => worker.on("message", hear),
    onEnd(hear) {
      worker.on("error", (error: Error) => hear(error.message));
      worker.on("exit", () => hear("it has ended"));
    },
    letEnd: () => worker.unref(),
    hold: () => worker.ref(),
    stop() {
      void worker.terminate();
    },
  };
}

function webThread(worker: WebWorker): Thread {
  return {
    post: (message) => worker.postMessage(message),
    onMessage(hear) {
      worker.onmessage = ({ data }) => hear(data);
    },
    onEnd(hear) {
      worker.onerror = ({ message }) => hear(message);
    },
    // A page does not wait for its workers.
    letEnd: () => undefined,
    hold: () => undefined,
    stop: () => worker.terminate(),
  };
}
