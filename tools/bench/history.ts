import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pageOf, type Report } from "./table.ts";

/** Write a report into the history, and the page that shows it. */
export function writeHistory(folder: string, report: Report, order: readonly string[]): void {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${report.date}-${report.host.kind}.json`);
  const earlier = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Report) : undefined;
  const whole = earlier === undefined ? report : merge(earlier, report, order);
  writeFileSync(file, `${JSON.stringify(whole, null, 2)}\n`);
  writeFileSync(join(folder, "README.md"), pageOf(whole));
}

/** Put the lines of some cases in place of those that were measured earlier the same day. */
export function merge(earlier: Report, report: Report, order: readonly string[]): Report {
  const measured = new Set(report.lines.map(({ name }) => name));
  const all = [...earlier.lines.filter(({ name }) => !measured.has(name)), ...report.lines];
  const lines = order.flatMap((wanted) => all.filter(({ name }) => name === wanted));
  const repeats = Math.max(earlier.repeats, report.repeats);
  const [before, after] = earlier.load;
  const load = [Math.max(before, report.load[0]), Math.max(after, report.load[1])] as const;
  return { ...report, repeats, load, lines };
}
