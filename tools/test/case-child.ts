// A process that `watchedCases` starts: runs the cases that it receives, and reports their cost.
import { inspect } from "node:util";
import { peakKibibytes } from "./peak-memory.cjs";
import type { CaseReport } from "./watched-cases.ts";

const { outcomeOf } = (await import(process.argv[2] ?? "")) as {
  readonly outcomeOf: (which: number) => Promise<string>;
};
const report = (told: CaseReport): void => void process.send?.(told);

/** On all cores, so that other work on the machine does not count. */
function took(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1000;
}

process.on("message", async (which: number) => {
  const began = process.cpuUsage();
  try {
    const outcome = await outcomeOf(which);
    report({ outcome, milliseconds: took(began), peak: peakKibibytes() });
  } catch (fault) {
    report({ fault: inspect(fault) });
  }
});
report({ outcome: "", milliseconds: 0, peak: peakKibibytes() });
