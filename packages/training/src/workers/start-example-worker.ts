import { startThread, type Thread, type WebWorker } from "@spikeloom/code";

/** A browser's worker; only lib.dom declares it otherwise. */
declare const Worker: new (url: URL, options: { readonly type: "module" }) => WebWorker;

/** Start a thread that processes blocks of batches. */
export function startExampleWorker(): Thread {
  return startThread({
    from: import.meta.url,
    module: "./example-worker",
    inBrowser: () =>
      new Worker(new URL("./example-worker.js", import.meta.url), { type: "module" }),
  });
}
