import { rmSync } from "node:fs";

/** Files that must not outlast this process: drafts, and locks. */
const held = new Set<string>();

/** What ends a process and can be heard. */
const signals: readonly NodeJS.Signals[] =
  process.platform === "win32" ? ["SIGINT", "SIGHUP"] : ["SIGINT", "SIGTERM", "SIGHUP"];

/**
 * Remove a file when the process ends, also by a signal; gives what lets it be.
 *
 * Whoever listens to signals decides what becomes of the process; where nobody does, it ends by the signal as
 * it would have without us.
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
      // The process ends; whoever comes next recognises what is left.
    }
  }
  held.clear();
}
