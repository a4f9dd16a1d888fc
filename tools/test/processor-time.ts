import { cpuUsage } from "node:process";

/** Milliseconds of processor time that this process has taken: unlike time, it does not grow with what else a machine does. */
export function processorTime(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}
