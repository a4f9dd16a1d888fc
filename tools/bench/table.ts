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
median with least and most behind it; a ratio is that of ours over theirs, round by round.

Measured on ${date}: ${processor}, ${cores} cores, ${memory} GiB, ${host.kind}, Node ${node.slice(1)}.
${
  loaded
    ? `The machine had other work: load average ${before} before and ${after} after. Single times are noisy, ratios less so.`
    : `The machine had nothing else to do: load average ${before} before, ${after} after.`
}

${tableOf(report.lines)}

"Scaled" is ours over the seconds that \`brunel.c\`, a network written by hand in C, took in the same round: what
would be measured on a machine where that takes one second. Targets in absolute times are for such a machine.

The networks are in \`tools/bench/networks\`; the microcircuit is that of \`packages/reproductions\`. Construction is
all that comes before the first step: checking, compiling, drawing synapses. Unit costs are differences between
runs of one round. Ours runs on one worker in f64 with exact weights, and peers on one thread, unless said.
"Brian2 C++" is its standalone mode: its process includes the C++ compiler, its simulation does not.
`;
}

/** Write lines as one table in Markdown, grouped by case. */
export function tableOf(lines: readonly Line[]): string {
  const rows = lines.map((line, k) => {
    const { what, unit, ours, scaled, peer, theirs, ratio, target, met, note } = line;
    const title = lines[k - 1]?.case === line.case ? "" : line.case;
    const beside = theirs === undefined ? (note ?? "not measured") : withUnit(theirs, unit);
    const verdict = met === undefined ? "not judged" : met ? "met" : "**missed**";
    return [
      title,
      what,
      withUnit(ours, unit),
      scaled === undefined ? "" : withUnit(scaled, unit),
      peer === undefined ? "" : `${peer}: ${beside}`,
      ratio === undefined ? "" : withUnit(ratio, "×"),
      target === undefined ? "" : `${target} ${verdict}`,
      peer === undefined || theirs !== undefined ? (note ?? "") : "",
    ];
  });
  const head = ["case", "measured", "ours", "scaled", "peer", "ratio", "target", "note"];
  return [head, head.map(() => "---"), ...rows]
    .map((entries) => `| ${entries.map((entry) => entry.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}

function withUnit(spread: Spread | undefined, unit: string): string {
  if (spread === undefined) return "";
  const { median, least, most, repeats } = spread;
  const range = repeats > 1 ? ` (${figure(least)}–${figure(most)})` : "";
  return `${figure(median)} ${unit}`.trim() + range;
}

function figure(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value.toPrecision(value >= 10 ? 3 : 2);
}
