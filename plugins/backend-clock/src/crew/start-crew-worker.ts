import { startThread, type Thread, type WebWorker } from "@spikeloom/code";

/** A browser's worker; only lib.dom declares it otherwise. */
declare const Worker: new (url: URL, options: { readonly type: "module" }) => WebWorker;

/** Start a thread that runs a part of a network. */
export function startCrewWorker(): Thread {
  return startThread({
    from: import.meta.url,
    module: "./crew-worker",
    inBrowser: () => new Worker(new URL("./crew-worker.js", import.meta.url), { type: "module" }),
  });
}
