import type { Interval } from "@spikeloom/mapping";

const prefixes = [
  [1e12, "T"],
  [1e9, "G"],
  [1e6, "M"],
  [1e3, "k"],
  [1, ""],
  [1e-3, "m"],
  [1e-6, "µ"],
  [1e-9, "n"],
  [1e-12, "p"],
  [1e-15, "f"],
] as const;

/** Mark after a range whose ends are one published value, so that its uncertainty is unknown. */
export const oneValue = "*";

/**
 * Format a range with its unit: 12.0–18.1 µJ, 474 µJ–50.5 mJ.
 *
 * A range of a single value is marked, because nothing is known of its error.
 */
function formatRange({ low, high }: Interval, unit: "J" | "s"): string {
  const [factor, prefix] = prefixOf(high);
  const [first, last] = [digits(low / factor), digits(high / factor)];
  if (first === last) return `${last} ${prefix}${unit}${low === high ? oneValue : ""}`;
  if (low === 0 || low >= 0.1 * factor) return `${first}–${last} ${prefix}${unit}`;
  const [own, small] = prefixOf(low);
  return `${digits(low / own)} ${small}${unit}–${last} ${prefix}${unit}`;
}

function prefixOf(value: number): readonly [factor: number, prefix: string] {
  return prefixes.find(([one]) => value >= one * 0.9995) ?? [1, ""];
}

/** Three significant digits of a number from 0.1 to 1000, or 0. */
function digits(value: number): string {
  if (value === 0) return "0";
  return value >= 99.95 ? value.toFixed(0) : value.toPrecision(3);
}

/** Energy in pJ as text. */
export function formatEnergy({ low, high }: Interval): string {
  return formatRange({ low: low * 1e-12, high: high * 1e-12 }, "J");
}

/** Time in ns as text. */
export function formatDuration({ low, high }: Interval): string {
  return formatRange({ low: low * 1e-9, high: high * 1e-9 }, "s");
}
