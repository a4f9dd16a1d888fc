import { startThread, type Thread, type WebWorker } from "@spikeloom/code";

/** A browser's worker; only lib.dom declares it otherwise. */
declare const Worker: new (url: URL, options: { readonly type: "module" }) => WebWorker;

/** Start a thread that runs whole copies of a network, one after another. */
export function startEventWorker(): Thread {
  return startThread({
    from: import.meta.url,
    module: "./event-worker",
    inBrowser: () => new Worker(new URL("./event-worker.js", import.meta.url), { type: "module" }),
  });
}
