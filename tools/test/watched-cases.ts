import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { drawSeed } from "./draws.ts";
import { scriptFlags } from "./script-flags.ts";

/** Report of the cases' process about one case, or before the first. */
export type CaseReport =
  | { readonly outcome: string; readonly milliseconds: number; readonly peak: number }
  | { readonly fault: string };

/** Limits of each case. */
const mostMilliseconds = 5000;
/** Memory limit of all cases together, in addition to loaded code: KiB. */
const mostKibibytes = 2 ** 20;

const child = fileURLToPath(new URL("case-child.ts", import.meta.url));

/**
 * Run random cases in a separate process; returns how often each outcome occurred.
 *
 * A case that ends in an error, takes more than 5 s or more than 1 GiB of memory fails with its number and the
 * seed; one that never ends is stopped. The module at `script` exports `outcomeOf(which)`.
 */
export async function watchedCases(
  script: URL,
  count: number,
): Promise<ReadonlyMap<string, number>> {
  const env = { ...process.env, NODE_OPTIONS: "" };
  const running = fork(child, [script.href], { execArgv: [...scriptFlags], env });
  const outcomes = new Map<string, number>();
  try {
    // Loading takes a while on a busy machine.
    const loaded = await reportOf(running, { about: `the module ${script.href}`, most: 120_000 });
    for (let k = 0; k < count; k++) {
      const about = `case ${k} of seed ${drawSeed}`;
      running.send(k);
      const { outcome, milliseconds, peak } = await reportOf(running, { about, most: 60_000 });
      if (milliseconds > mostMilliseconds) throw new Error(`${about} took ${milliseconds} ms`);
      const grown = peak - loaded.peak;
      if (grown > mostKibibytes) throw new Error(`${about} made the process grow by ${grown} KiB`);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    return outcomes;
  } finally {
    running.kill("SIGKILL");
  }
}

type Report = Extract<CaseReport, { outcome: string }>;

/** Wait for the next message of the process. */
function reportOf(
  running: ChildProcess,
  { about, most }: { readonly about: string; readonly most: number },
): Promise<Report> {
  return new Promise((resolve, reject) => {
    const fail = (how: string): void => {
      settle();
      reject(new Error(`${about} ${how}`));
    };
    const exited = (code: number | null): void => fail(`ended the process with ${code}`);
    const told = (report: CaseReport): void => {
      settle();
      if ("fault" in report) reject(new Error(`${about} threw ${report.fault}`));
      else resolve(report);
    };
    const timer = setTimeout(() => fail(`took more than ${most} ms`), most);
    const settle = (): void => {
      clearTimeout(timer);
      running.off("exit", exited).off("message", told);
    };
    running.once("exit", exited).on("message", told);
  });
}
