/** Format a fraction as a percentage. */
export function percent(share = 0): string {
  return `${(100 * share).toFixed(2)} %`;
}

/** Format the CPU seconds spent since an earlier result of `process.cpuUsage`. */
export function secondsSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}
