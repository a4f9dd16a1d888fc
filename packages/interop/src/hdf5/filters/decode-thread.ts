import type { MessagePort } from "node:worker_threads";
import { damaged } from "../read/damage.ts";
import { chunkName } from "./chunk-file.ts";

/** Decodes the chunk of a file; returns its bytes. */
export type DecodeChunk = (
  file: Uint8Array<ArrayBuffer>,
  plugin: string | undefined,
) => Uint8Array<ArrayBuffer>;

/** Reply of a thread. */
type Answer = { readonly data: Uint8Array<ArrayBuffer> } | { readonly fault: string };

/** A chunk has at most 128 MiB, which takes a second or two. */
const mostSeconds = 60;

let running: { readonly decode: DecodeChunk; readonly end: () => void } | undefined;

/**
 * Decode a chunk with libhdf5, in a separate thread.
 *
 * libhdf5 in WebAssembly loads asynchronously and cannot be interrupted; a thread can be waited for, and terminated.
 */
export const decodeChunk: DecodeChunk = (file, plugin) => {
  running ??= startThread();
  try {
    return running.decode(file, plugin);
  } catch (fault) {
    // After a failure, handles may remain open, or the thread is gone.
    running.end();
    running = undefined;
    throw fault;
  }
};

function startThread(): NonNullable<typeof running> {
  const builtin = globalThis.process?.getBuiltinModule;
  const [threads, paths] = [builtin?.("node:worker_threads"), packagePaths()];
  if (threads === undefined || paths === undefined) {
    return damaged("it is packed with a filter that is read in Node alone");
  }
  const control = new SharedArrayBuffer(4);
  const state = new Int32Array(control);
  const { port1: port, port2 } = new threads.MessageChannel();
  const worker = new threads.Worker(decodeLoop, {
    eval: true,
    // Flags such as --input-type would change what the code is.
    execArgv: [],
    // Its output is included in the error.
    stdout: true,
    stderr: true,
    workerData: { control, port: port2, chunkName, ...paths },
    transferList: [port2],
  });
  worker.unref();
  port.unref();
  worker.on("error", () => undefined);
  return {
    decode(file, plugin) {
      Atomics.store(state, 0, 0);
      port.postMessage({ file, plugin }, [file.buffer]);
      const isLate = Atomics.wait(state, 0, 0, mostSeconds * 1000) === "timed-out";
      if (isLate) return damaged(`a chunk is not unpacked within ${mostSeconds} s`);
      return dataOf(threads.receiveMessageOnPort(port as MessagePort)?.message as Answer);
    },
    end() {
      port.close();
      void worker.terminate();
    },
  };
}

function dataOf(answer: Answer | undefined): Uint8Array<ArrayBuffer> {
  if (answer !== undefined && "data" in answer) return answer.data;
  return damaged(`a chunk cannot be unpacked: ${answer?.fault ?? "libhdf5 gave no answer"}`);
}

interface PackagePaths {
  readonly library: string;
  readonly plugins: string;
}

/** Find the two packages; they are optional, because few files need them. */
function packagePaths(): PackagePaths | undefined {
  const builtin = globalThis.process?.getBuiltinModule;
  if (builtin === undefined) return undefined;
  const [{ createRequire }, { existsSync }, { join }, { pathToFileURL }] = [
    builtin("node:module"),
    builtin("node:fs"),
    builtin("node:path"),
    builtin("node:url"),
  ];
  const folders = createRequire(import.meta.url).resolve.paths("h5wasm") ?? [];
  const find = (path: string): string | undefined =>
    folders.map((folder) => join(folder, path)).find((found) => existsSync(found));
  const [library, plugins] = [find("h5wasm/dist/node/hdf5_hl.js"), find("h5wasm-plugins/plugins")];
  if (library === undefined || plugins === undefined) {
    return damaged(
      "it is packed with a filter that is read with the packages h5wasm and h5wasm-plugins; install them beside SpikeLoom",
    );
  }
  return { library: pathToFileURL(library).href, plugins };
}

// libhdf5 prints errors of a chunk directly to standard error; our error includes them.
const decodeLoop = `
const fs = require("node:fs");
const { readFileSync, writeSync } = fs;
fs.writeSync = (to, ...rest) => (to <= 2 ? 0 : writeSync(to, ...rest));
require("node:module").syncBuiltinESMExports();
const { join } = require("node:path");
const { workerData: { control, port, chunkName, library, plugins } } = require("node:worker_threads");
const state = new Int32Array(control);
const folder = "/spikeloom-plugins";
const loaded = new Set();
const answered = () => {
  Atomics.store(state, 0, 1);
  Atomics.notify(state, 0);
};
// The waiting thread is notified even if libhdf5 terminates this one.
process.on("exit", answered);
let hdf5;
async function decode({ file, plugin }) {
  if (hdf5 === undefined) {
    const { File, ready } = await import(library);
    hdf5 = { File, module: await ready };
    hdf5.module.FS.mkdirTree(folder);
    hdf5.module.insert_plugin_search_path(folder, 0);
  }
  const { File, module: { FS } } = hdf5;
  if (plugin !== undefined && !loaded.has(plugin)) {
    const name = "libH5Z" + plugin + ".so";
    FS.writeFile(folder + "/" + name, readFileSync(join(plugins, name)));
    loaded.add(plugin);
  }
  FS.writeFile("/chunk.h5", file);
  const opened = new File("/chunk.h5", "r");
  try {
    return Uint8Array.from(opened.get(chunkName).value);
  } finally {
    opened.close();
    FS.unlink("/chunk.h5");
  }
}
port.on("message", async (task) => {
  let answer;
  try {
    answer = { data: await decode(task) };
  } catch (fault) {
    answer = { fault: String(fault?.message ?? fault).split("\\n")[0].slice(0, 200) };
  }
  port.postMessage(answer, answer.data === undefined ? [] : [answer.data.buffer]);
  answered();
});
`;
