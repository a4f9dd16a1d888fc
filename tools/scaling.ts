// Extrapolates the newest measured unit costs to networks of many sizes on one machine, and writes the tables of
// docs/scaling.md: `node tools/scaling.ts [--check]`. The benchmark calls it after each run.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import type { Report } from "./bench/table.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { scalingTables, type UnitCosts, unitCosts } from "./scaling-tables.ts";

const markers = /(<!-- scaling:start -->\n)[\s\S]*(<!-- scaling:end -->)/;

/** The newest benchmark run with all unit costs. */
function newest(root: string): { readonly costs: UnitCosts; readonly of: Report } | undefined {
  const folder = join(root, "docs/benchmarks");
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  for (const name of files.sort().reverse()) {
    const of = JSON.parse(readFileSync(join(folder, name), "utf8")) as Report;
    const costs = unitCosts(of);
    if (costs !== undefined) return { costs, of };
  }
  return undefined;
}

/** Compute the page; without measurements the text is unchanged. */
function scalingPage(root: string): { readonly file: string; readonly text: string } {
  const file = join(root, "docs/scaling.md");
  const found = newest(root);
  const text = readFileSync(file, "utf8");
  if (found === undefined) return { file, text };
  const tables = scalingTables(found.costs, found.of);
  return { file, text: text.replace(markers, `$1\n${tables}\n\n$2`) };
}

/** Write the page. */
export function writeScaling(root: string): void {
  const { file, text } = scalingPage(root);
  writeFileSync(file, text);
}

/** Check that the page matches the newest measurements. */
export function checkScaling(root: string): readonly Problem[] {
  const { file, text } = scalingPage(root);
  if (readFileSync(file, "utf8") === text) return [];
  return [{ place: "docs/scaling.md", message: "Run `node tools/scaling.ts`." }];
}

if (import.meta.main) {
  const { options } = readToolArguments("tools/scaling.ts", "[--check]");
  if (options.has("--check")) report("scaling", checkScaling(workspaceRoot));
  else writeScaling(workspaceRoot);
}
