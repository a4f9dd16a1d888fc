import { type DatedLine, type Report, tableOf } from "./table.ts";

/** The newest results on one kind of machine, and their runs. */
export interface Machine {
  /** Oldest first. */
  readonly days: readonly Report[];
  readonly lines: readonly DatedLine[];
}

/** Write the page with the newest results of each case. */
export function pageOf(machines: readonly Machine[]): string {
  const repeats = Math.max(...machines.flatMap(({ days }) => days.map((day) => day.repeats)));
  return `# Benchmarks

Speed and memory of SpikeLoom, compared with C, NEST, Brian2 and other simulators. \`npx -y pnpm@12 bench\` runs the
benchmarks and writes this page. The files in this folder contain the results of each day, and the tables show the newest
results of each case.

Every program runs in a process of its own; SpikeLoom and its peer alternate, up to ${repeats} times. Each entry is the
median, with minimum and maximum in parentheses. Ratios are SpikeLoom's result divided by the peer's in the same round.

${machines.map(sectionOf).join("\n\n")}

## Notes

"Scaled" is SpikeLoom's result divided by the seconds that \`brunel.c\`, a hand-written network in C, took in the same
round: the expected result on a machine on which it takes one second. Absolute targets refer to such a machine.

The networks are in \`tools/bench/networks\`; the microcircuit is that of \`packages/reproductions\`. Construction is
everything before the first step: checking, compiling and drawing synapses. Unit costs are differences between runs of
one round. SpikeLoom uses one worker in f64 with exact weights, and peers one thread, unless stated otherwise.
"Brian2 C++" is its standalone mode: process times include the C++ compiler, simulation times do not.

To measure the effect of a change, run \`npx -y pnpm@12 bench --against COMMIT\`, which builds that commit and alternates
both builds: differences between days and machines exceed those of most changes.
`;
}

function sectionOf({ days, lines }: Machine): string {
  const kind = days[0]?.host.kind ?? "";
  const others = days.some(({ load }) => Math.max(...load) > 0.5)
    ? "A load above 0.5 means that other programs were running, which affects single times more than ratios.\n\n"
    : "";
  return `## ${kind}\n\n${days.map(dayOf).join("\n")}\n\n${others}${tableOf(lines)}`;
}

function dayOf({ date, host, load }: Report): string {
  const { processor, cores, memory, node } = host;
  const [before, after] = load;
  return (
    `- ${date}: ${processor}, ${cores} cores, ${memory} GiB, Node ${node.slice(1)}; ` +
    `load average ${before} before and ${after} after.`
  );
}
