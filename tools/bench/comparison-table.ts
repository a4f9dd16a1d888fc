import type { Comparison } from "./compare.ts";
import { markdownTable, withUnit } from "./table.ts";

/** Format the results of two builds as one table in Markdown, and a line that counts the changes. */
export function comparisonTable(lines: readonly Comparison[], commit: string): string {
  const head = ["case", "measured", `before (${commit})`, "after", "ratio", "moved"];
  const rows = lines.map((line, k) => [
    lines[k - 1]?.case === line.case ? "" : line.case,
    line.what,
    withUnit(line.before, line.unit),
    withUnit(line.after, line.unit),
    withUnit(line.ratio, "×"),
    line.note ?? markOf(line),
  ]);
  const moved = lines.filter((line) => line.moved).length;
  const differ = lines.filter(({ note }) => note?.includes("spikes differ")).length;
  const spikes = differ === 0 ? "no spikes differ" : `the spikes of ${differ} programs differ`;
  return `${markdownTable([head, ...rows])}\n\n${moved} of ${lines.length} moved beyond their noise; ${spikes}.`;
}

/** In all measures, less is better. */
function markOf({ moved, ratio }: Comparison): string {
  if (moved === undefined || ratio === undefined) return "too few rounds to tell";
  if (!moved) return "";
  const percent = Math.abs(100 * (ratio.median - 1)).toFixed(ratio.median > 1.1 ? 0 : 1);
  return ratio.median > 1 ? `**${percent} % more**` : `**${percent} % less**`;
}
