import { rmSync } from "node:fs";

/** Files that must not outlive this process: drafts and locks. */
const held = new Set<string>();

/** Signals that end a process and can be caught. */
const signals: readonly NodeJS.Signals[] =
  process.platform === "win32" ? ["SIGINT", "SIGHUP"] : ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Remove a file when the process exits, also by a signal; returns a function that cancels this.
 *
 * Signal listeners of the program decide what happens to the process; without any, it exits by the signal as usual.
 */
export function removeAtEnd(path: string): () => void {
  if (held.size === 0) listen();
  held.add(path);
  return () => {
    held.delete(path);
    if (held.size === 0) stopListening();
  };
}

function listen(): void {
  process.on("exit", removeAll);
  for (const signal of signals) process.on(signal, endBySignal);
}

function stopListening(): void {
  process.off("exit", removeAll);
  for (const signal of signals) process.off(signal, endBySignal);
}

function endBySignal(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) return;
  removeAll();
  stopListening();
  process.kill(process.pid, signal);
}

function removeAll(): void {
  for (const path of held) {
    try {
      rmSync(path, { force: true });
    } catch {
      // The process is exiting; the next run recognises leftover files.
    }
  }
  held.clear();
}
