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

/** Write the page with the latest table. */
export function pageOf(report: Report): string {
  const { date, host, load, repeats } = report;
  const { processor, cores, memory, node } = host;
  const [before, after] = load;
  const loaded = Math.max(before, after) > 0.5;
  return `# Benchmarks

Written by \`npx -y pnpm@12 bench\`, which anyone can run; the files beside this page keep earlier runs.
Each program runs in a process of its own, ours and the peer in turn, up to ${repeats} times. A figure is the
median with the range behind it; a ratio is the median over the rounds, ours over theirs.

Measured on ${date}: ${processor}, ${cores} cores, ${memory} GiB, ${host.kind}, Node ${node.slice(1)}.
${
  loaded
    ? `The machine had other work: load average ${before} before and ${after} after. Single times are noisy, ratios less so.`
    : `The machine had nothing else to do: load average ${before} before, ${after} after.`
}

${tableOf(report.lines)}

The networks are in \`tools/bench/networks\`. Construction is all that comes before the first step: checking,
compiling, drawing synapses. Unit costs are differences between runs of one round. "Brian2 C++" is its
standalone mode on one thread: its process includes the C++ compiler, its simulation does not.
`;
}

/** Write lines as one table in Markdown, grouped by case. */
export function tableOf(lines: readonly Line[]): string {
  const rows = lines.map((line, k) => {
    const { what, unit, ours, peer, theirs, ratio, target, met, note } = line;
    const title = lines[k - 1]?.case === line.case ? "" : line.case;
    return [
      title,
      what,
      withUnit(ours, unit),
      peer === undefined ? "" : `${peer}: ${withUnit(theirs, unit) || (note ?? "not measured")}`,
      ratio === undefined ? "" : `${figure(ratio.median)} ×`,
      target === undefined ? "" : `${target} ${met ? "met" : "**missed**"}`,
      peer === undefined ? (note ?? "") : "",
    ];
  });
  const head = ["case", "measured", "ours", "peer", "ratio", "target", "note"];
  return [head, head.map(() => "---"), ...rows]
    .map((entries) => `| ${entries.map((entry) => entry.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

function withUnit(spread: Spread | undefined, unit: string): string {
  if (spread === undefined) return "";
  const { median, least, most, repeats } = spread;
  const range = repeats > 1 ? ` (${figure(least)}–${figure(most)})` : "";
  return `${figure(median)} ${unit}${range}`;
}

function figure(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toPrecision(value >= 10 ? 3 : 2);
}
