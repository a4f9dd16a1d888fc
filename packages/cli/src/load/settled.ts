import { refuseExit } from "./process-exit.ts";

/** Milliseconds after which a pending module is abandoned if it did nothing in that time. */
const patience = 60_000;

/** Minimum fraction of that time for which the event loop or a CPU is busy while a module still works. */
const busyShare = 0.05;

/** Resources of Node that do not count as work: timers, terminals, pipes to other processes, our own threads. */
const idleResources: ReadonlySet<string> = new Set([
  "Timeout",
  "Immediate",
  "TTYWrap",
  "PipeWrap",
  "MessagePort",
  "Worker",
  "SignalWrap",
]);

/**
 * Run code of a module that must neither end the process nor stay pending.
 *
 * Without this, Node exits silently once only a pending module is left. `process.exit` throws if the module calls it,
 * and
 * again at the end if the module has caught the error. A module may take any time while it computes, or waits for a
 * file,
 * the network or another process.
 */
export async function settled<T>(act: () => Promise<T>, wait: number = patience): Promise<T> {
  const exits: Error[] = [];
  const restore = refuseExit((fault) => exits.push(fault));
  let giveUp: (fault: Error) => void = () => undefined;
  const never = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  const idle = (): void => giveUp(new Error("it waits for an event that never occurs"));
  let [used, turned] = [process.cpuUsage(), performance.eventLoopUtilization()];
  const timer = setInterval(() => {
    const { user, system } = process.cpuUsage(used);
    // A process that waits for a CPU is busy, too.
    const { utilization } = performance.eventLoopUtilization(turned);
    [used, turned] = [process.cpuUsage(), performance.eventLoopUtilization()];
    const isBusy = Math.max(utilization, (user + system) / 1000 / wait) > busyShare;
    if (isBusy || process.getActiveResourcesInfo().some((one) => !idleResources.has(one))) return;
    giveUp(new Error(`it is not done, and has done nothing for ${wait / 1000} s`));
  }, wait);
  timer.unref();
  process.once("beforeExit", idle);
  try {
    const value = await Promise.race([act(), never]);
    const [exit] = exits;
    if (exit !== undefined) throw exit;
    return value;
  } finally {
    clearInterval(timer);
    process.off("beforeExit", idle);
    restore();
  }
}
