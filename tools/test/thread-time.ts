import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

/** State of a process's main thread. */
export interface MainThread {
  readonly isAlive: boolean;
  /** CPU time in ms: unlike wall time, it does not depend on other work of the machine. */
  readonly took: number;
}

/** Milliseconds per clock tick in /proc; it is the same on all architectures of Linux. */
const tick = 10;

/** Read the state of a process's main thread, if the system has /proc. */
export function mainThread(pid: number): MainThread {
  try {
    const text = readFileSync(`/proc/${pid}/task/${pid}/stat`, "utf8");
    const [state = "X", ...fields] = text.slice(text.lastIndexOf(")") + 2).split(" ");
    const took = tick * (Number(fields[10]) + Number(fields[11]));
    return { isAlive: !"ZX".includes(state), took };
  } catch {
    return { isAlive: false, took: 0 };
  }
}

/** Wait until the main thread of a process has used the given CPU time, has ended or has been idle for a while. */
export async function hasTaken(pid: number, time: number): Promise<MainThread> {
  let idle = 0;
  for (let before = -1; ; ) {
    const thread = mainThread(pid);
    idle = thread.took === before ? idle + 1 : 0;
    before = thread.took;
    if (!thread.isAlive || thread.took >= time || idle > 1000) return thread;
    await setTimeout(2);
  }
}

/** Wait until a process has ended, and return the CPU time of its main thread in ms, as far as it was observed. */
export async function timeUntilEnd(pid: number): Promise<number> {
  let took = 0;
  for (;;) {
    const thread = mainThread(pid);
    took = Math.max(took, thread.took);
    if (!thread.isAlive) return took;
    await setTimeout(2);
  }
}
