import { type DatedLine, type Report, tableOf } from "./table.ts";

/** The newest figures of one kind of machine, and the runs that they are from. */
export interface Machine {
  /** Oldest first. */
  readonly days: readonly Report[];
  readonly lines: readonly DatedLine[];
}

/** Write the page with the newest figures of each case. */
export function pageOf(machines: readonly Machine[]): string {
  const repeats = Math.max(...machines.flatMap(({ days }) => days.map((day) => day.repeats)));
  return `# Benchmarks

Written by \`npx -y pnpm@12 bench\`, which anyone can run; the files beside this page keep each day's run, and
the tables show the newest figures of each case. Each program runs in a process of its own, ours and the peer
in turn, up to ${repeats} times. A figure is the median with least and most behind it; a ratio is that of ours over
theirs, round by round.

${machines.map(sectionOf).join("\n\n")}

"Scaled" is ours over the seconds that \`brunel.c\`, a network written by hand in C, took in the same round: what
would be measured on a machine where that takes one second. Targets in absolute times are for such a machine.

The networks are in \`tools/bench/networks\`; the microcircuit is that of \`packages/reproductions\`. Construction is
all that comes before the first step: checking, compiling, drawing synapses. Unit costs are differences between
runs of one round. Ours runs on one worker in f64 with exact weights, and peers on one thread, unless said.
"Brian2 C++" is its standalone mode: its process includes the C++ compiler, its simulation does not.

What a change moved is for \`npx -y pnpm@12 bench --against COMMIT\` to say, which builds that commit and runs both
builds in turn: days and machines differ by more than most changes do.
`;
}

function sectionOf({ days, lines }: Machine): string {
  const kind = days[0]?.host.kind ?? "";
  const others = days.some(({ load }) => Math.max(...load) > 0.5)
    ? "A load above 0.5 is other work on the machine, which makes single times noisy, and ratios less so.\n\n"
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
