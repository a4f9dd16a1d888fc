import { startThread, type Thread, type WebWorker } from "@spikeloom/code";

/** A browser's worker; only lib.dom declares it otherwise. */
declare const Worker: new (url: URL, options: { readonly type: "module" }) => WebWorker;

/** Start a thread that runs a part of a network. */
export function startClockWorker(): Thread {
  return startThread({
    from: import.meta.url,
    module: "./clock-worker",
    inBrowser: () => new Worker(new URL("./clock-worker.js", import.meta.url), { type: "module" }),
  });
}
