import { cpuUsage } from "node:process";

/** CPU time of this process in ms: unlike wall time, it does not depend on other work of the machine. */
export function processorTime(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}
