/** Another thread, seen from either side. */
export interface Thread {
  post(message: unknown): void;
  onMessage(hear: (message: never) => void): void;
  onEnd(hear: (reason: string) => void): void;
  /** Let a program end while the thread waits; whoever listens to it keeps it going before. */
  letEnd(): void;
  stop(): void;
}

interface NodeWorker {
  postMessage(message: unknown): void;
  on(event: string, hear: (value: never) => void): void;
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
 * Tell whether this thread can work together with others.
 *
 * They share memory, for which a page has to be isolated from other origins, and wait for each other,
 * which a page's own thread may not.
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

/** Give the number of threads that run at the same time. */
export function parallelism(): number {
  return Math.max(1, navigator.hardwareConcurrency);
}

/**
 * Tell whether threads start only while this one waits for events.
 *
 * A browser loads a worker's module through the thread that starts it.
 */
export function startsWhileWaiting(): boolean {
  return nodeThreads() === undefined;
}

/** A module that a thread runs. */
export interface ThreadModule {
  /** The address of the module that starts it, and of the thread's module as seen from there, without what its name ends in. */
  readonly from: string;
  readonly module: string;
  /** Start a browser's worker: bundlers find its module only where it is named in full. */
  inBrowser(): WebWorker;
}

/** Start a thread that runs a module. */
export function startThread({ from, module, inBrowser }: ThreadModule): Thread {
  const threads = nodeThreads();
  if (threads === undefined) return webThread(inBrowser());
  const isSource = from.endsWith(".ts");
  const url = new URL(`${module}${isSource ? ".ts" : ".js"}`, from);
  // A source imports sources. What a thread is not told, it takes over, but for options of the whole process.
  const condition = "--conditions=@spikeloom/source";
  const isTold = !isSource || process.execArgv.includes(condition);
  const worker = new threads.Worker(
    url,
    isTold ? {} : { execArgv: [...process.execArgv, condition] },
  );
  worker.unref();
  return nodeThread(worker);
}

/** Give the thread that started this one. */
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
    stop: () => worker.terminate(),
  };
}
