// Stores measurements, one file per day and kind of machine, and writes the page with the newest of them:
// `node tools/bench/history.ts [--check]`. The benchmark calls it after each run.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readToolArguments } from "../arguments.ts";
import { type Problem, report as reportProblems, workspaceRoot } from "../problems.ts";
import { caseNames } from "./cases.ts";
import { type Machine, pageOf } from "./page.ts";
import type { Report } from "./table.ts";

/** Add a report to the history, and write the page that combines it with earlier measurements. */
export function writeHistory(folder: string, report: Report, order: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${report.date}-${report.host.kind}.json`);
  const earlier = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Report) : undefined;
  const whole = earlier === undefined ? report : merge(earlier, report, order);
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
  writePage(folder, order);
}

/** Replace the lines of cases that were measured earlier the same day. */
export function merge(earlier: Report, report: Report, order: readonly string[]): Report {
  const measured = new Set(report.lines.map(({ name }) => name));
  const all = [...earlier.lines.filter(({ name }) => !measured.has(name)), ...report.lines];
  const lines = order.flatMap((wanted) => all.filter(({ name }) => name === wanted));
  const repeats = Math.max(earlier.repeats, report.repeats);
  const [before, after] = earlier.load;
  const load = [Math.max(before, report.load[0]), Math.max(after, report.load[1])] as const;
  return { ...report, repeats, load, lines };
}

/** Select the newest lines of each case, and their days. */
export function newestOf(reports: readonly Report[], order: readonly string[]): Machine {
  const latest = [...reports].sort((a, b) => b.date.localeCompare(a.date));
  const lines = order.flatMap((wanted) => {
    const found = latest.find((one) => one.lines.some(({ name }) => name === wanted));
    const own = found?.lines.filter(({ name }) => name === wanted) ?? [];
    return own.map((line) => ({ ...line, date: found?.date ?? "" }));
  });
  const shown = new Set(lines.map(({ date }) => date));
  return { days: latest.filter(({ date }) => shown.has(date)).reverse(), lines };
}

/** Create the page from the files next to it, with a table for each kind of machine. */
export function historyPage(folder: string, order: readonly string[]): string {
  const reports = readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")) as Report);
  const kinds = [...new Set(reports.map(({ host }) => host.kind))].sort();
  return pageOf(
    kinds.map((kind) =>
      newestOf(
        reports.filter(({ host }) => host.kind === kind),
        order,
      ),
    ),
  );
}

function writePage(folder: string, order: readonly string[]): void {
  writeFileSync(join(folder, "README.md"), historyPage(folder, order));
}

/** Check that the page matches the files next to it. */
function checkPage(folder: string, order: readonly string[]): readonly Problem[] {
  if (readFileSync(join(folder, "README.md"), "utf8") === historyPage(folder, order)) return [];
  const message = "Run `node tools/bench/history.ts`.";
  return [{ place: "docs/benchmarks/README.md", message }];
}

if (import.meta.main) {
  const folder = join(workspaceRoot, "docs/benchmarks");
  const order = caseNames(workspaceRoot);
  const { options } = readToolArguments("tools/bench/history.ts", "[--check]");
  if (options.has("--check")) reportProblems("benchmarks", checkPage(folder, order));
  else writePage(folder, order);
}
