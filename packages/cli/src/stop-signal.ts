import { exitCodes } from "./exit-codes.ts";
import { exitProcess } from "./load/process-exit.ts";

/** Turns Ctrl-C into a request to stop. */
export interface StopSignal {
  readonly signal: AbortSignal;
  /**
   * From now on, a signal stops the run.
   *
   * Before that, while a file is read and checked, the system ends the process at once: nothing is written yet.
   */
  arm(): void;
  disarm(): void;
  received(): NodeJS.Signals | undefined;
}

const signals: readonly NodeJS.Signals[] = ["SIGINT", "SIGTERM", "SIGHUP"];

/** Output to a closed terminal is lost, which is no reason to end with less than was recorded. */
function loseTerminal(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.removeAllListeners("error").on("error", () => undefined);
  }
}

/** Stop a run at the first signal, and report it; a second one ends the process at once. */
export function stopSignal({ say }: { say(): string | undefined }): StopSignal {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  let isArmed = false;
  const stop = (name: NodeJS.Signals): void => {
    if (received !== undefined) exitProcess(exitCodes.interrupted);
    received = name;
    controller.abort(name);
    if (name === "SIGHUP") loseTerminal();
    const text = say();
    if (text !== undefined) process.stderr.write(`\n${text} Ctrl-C again ends at once.\n`);
  };
  return {
    signal: controller.signal,
    arm() {
      if (isArmed) return;
      isArmed = true;
      for (const name of signals) process.on(name, stop);
    },
    disarm() {
      isArmed = false;
      for (const name of signals) process.off(name, stop);
    },
    received: () => received,
  };
}
