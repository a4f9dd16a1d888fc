/** Write bytes with their unit. */
export function bytes(value: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB", "TiB", "PiB"];
  const power = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log2(value) / 10)));
  return `${figure(value / 1024 ** power)} ${units[power]}`;
}

/** Write seconds as seconds, minutes, hours or days. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${figure(seconds)} s`;
  if (seconds < 7200) return `${figure(seconds / 60)} min`;
  return seconds < 172_800 ? `${figure(seconds / 3600)} h` : `${figure(seconds / 86_400)} days`;
}

/** Write a count, a large one as a power of ten. */
export function count(value: number): string {
  const power = Math.floor(Math.log10(value) + 1e-9);
  const lead = value / 10 ** power;
  if (power < 6) return String(Math.round(value));
  return Math.abs(lead - 1) < 1e-6 ? `10^${power}` : `${figure(lead)} · 10^${power}`;
}

/** Format a fraction in percent. */
export function share(value: number): string {
  return value < 0.001 ? "below 0.1 %" : `${figure(100 * value)} %`;
}

/** Write a number with two significant digits. */
export function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(2);
}

/** Write a table in Markdown. */
export function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...lines]
    .map((entries) => `| ${entries.join(" | ")} |`)
    .join("\n");
}
