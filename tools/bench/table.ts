import type { Line } from "./evaluate.ts";
import type { Host } from "./host.ts";
import type { Spread } from "./statistics.ts";

/** One run of the benchmark. */
export interface Report {
  readonly date: string;
  readonly host: Host;
  readonly repeats: number;
  /** One-minute load average before and after. */
  readonly load: readonly [before: number, after: number];
  readonly lines: readonly Line[];
}

/** A line, and the day of its measurement. */
export interface DatedLine extends Line {
  readonly date: string;
}

/** Format lines as one table in Markdown, grouped by case; with days if they are known. */
export function tableOf(lines: readonly (Line | DatedLine)[]): string {
  const isDated = lines.some((line) => "date" in line);
  const rows = lines.map((line, k) => {
    const { what, unit, ours, scaled, peer, theirs, ratio, target, met, note } = line;
    const isFirst = lines[k - 1]?.case !== line.case;
    const date = "date" in line && isFirst ? line.date : "";
    const beside = theirs === undefined ? (note ?? "not measured") : withUnit(theirs, unit);
    const verdict = met === undefined ? "not judged" : met ? "met" : "**missed**";
    return [
      isFirst ? line.case : "",
      ...(isDated ? [date] : []),
      what,
      withUnit(ours, unit),
      scaled === undefined ? "" : withUnit(scaled, unit),
      peer === undefined ? "" : `${peer}: ${beside}`,
      ratio === undefined ? "" : withUnit(ratio, "×"),
      target === undefined ? "" : `${target} ${verdict}`,
      peer === undefined || theirs !== undefined ? (note ?? "") : "",
    ];
  });
  const figures = ["ours", "scaled", "peer", "ratio", "target", "note"];
  const head = ["case", ...(isDated ? ["date"] : []), "measured", ...figures];
  return markdownTable([head, ...rows]);
}

/** Format rows as a table in Markdown; the first is its head. */
export function markdownTable([head = [], ...rows]: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows]
    .map((entries) => `| ${entries.map((entry) => entry.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

/** Format a median with its unit, and minimum and maximum if there are several. */
export function withUnit(spread: Spread | undefined, unit: string): string {
  if (spread === undefined) return "";
  const { median, least, most, repeats } = spread;
  const range = repeats > 1 ? ` (${figure(least)}–${figure(most)})` : "";
  return `${figure(median)} ${unit}`.trim() + range;
}

function figure(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toPrecision(value >= 10 ? 3 : 2);
}
