/** Write a share as percent. */
export function percent(share = 0): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** Say how many seconds of CPU were spent since what `process.cpuUsage` gave. */
export function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
