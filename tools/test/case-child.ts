// A process that `watchedCases` starts: runs the cases that it is told of, and says what they took.
import { inspect } from "node:util";
import { peakKibibytes } from "../peak-memory.cjs";
import type { CaseReport } from "./watched-cases.ts";

const { outcomeOf } = (await import(process.argv[2] ?? "")) as {
  readonly outcomeOf: (which: number) => Promise<string>;
};
const report = (told: CaseReport): void => void process.send?.(told);

process.on("message", async (which: number) => {
  const began = performance.now();
  try {
    const outcome = await outcomeOf(which);
    report({ outcome, milliseconds: performance.now() - began, peak: peakKibibytes() });
  } catch (fault) {
    report({ fault: inspect(fault) });
  }
});
report({ outcome: "", milliseconds: 0, peak: peakKibibytes() });
