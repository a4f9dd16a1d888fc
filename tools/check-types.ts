// Type-checks every package and the tests, and compares the cost with tools/type-costs.json.
// `node tools/check-types.ts [FOLDER...]` checks some of them; `--record` updates the file. Build first.
// Counts of types and instantiations do not depend on the machine; memory does slightly, so its margin is wider.
import { spawn } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { readJson, readPackages } from "./workspace.ts";

/** Cost of type-checking one project. */
export interface TypeCost {
  readonly types: number;
  readonly instantiations: number;
  readonly megabytes: number;
}

export type TypeCosts = Readonly<Record<string, TypeCost>>;

/** Allowed excess over the recorded cost: a factor, and an amount that exempts small packages. */
const margins: Readonly<Record<keyof TypeCost, { factor: number; amount: number }>> = {
  types: { factor: 1.25, amount: 2500 },
  instantiations: { factor: 1.25, amount: 4000 },
  megabytes: { factor: 1.5, amount: 32 },
};

const tests = "tsconfig.tests.json";
const recorded = "tools/type-costs.json";

/** Read the cost from the output of `tsc --extendedDiagnostics`; undefined if it is missing. */
export function costIn(output: string): TypeCost | undefined {
  const figure = (label: string): number =>
    Number(new RegExp(`^${label}:\\s+(\\d+)K?$`, "m").exec(output)?.[1]);
  const types = figure("Types");
  const instantiations = figure("Instantiations");
  const megabytes = Math.ceil(figure("Memory used") / 1024);
  const cost = { types, instantiations, megabytes };
  return Object.values(cost).some(Number.isNaN) ? undefined : cost;
}

/** Compare one project with its recorded cost. */
export function compareCost(
  project: string,
  cost: TypeCost,
  kept: TypeCost | undefined,
): readonly Problem[] {
  if (kept === undefined) {
    const message = `No cost is recorded. Run \`node tools/check-types.ts ${project} --record\`.`;
    return [{ place: project, message }];
  }
  const names = Object.keys(margins) as (keyof TypeCost)[];
  return names.flatMap((name) => {
    const { factor, amount } = margins[name];
    const most = Math.floor(kept[name] * factor + amount);
    if (cost[name] <= most) return [];
    const over = `${cost[name]} ${name}, at most ${most} (recorded: ${kept[name]})`;
    const trace = `\`tsc -p ${project} --noEmit --generateTrace FOLDER\` shows the costly types`;
    const meant = `if the increase is intended, run \`node tools/check-types.ts ${project} --record\``;
    return [{ place: project, message: `${over}. ${trace}; ${meant}.` }];
  });
}

interface Checked {
  readonly project: string;
  readonly code: number;
  readonly output: string;
}

function check(project: string): Promise<Checked> {
  // A single checker, because several would count shared types repeatedly; without the state of an earlier build.
  const fresh = ["--incremental", "false", "--composite", "false", "--noEmit"];
  const args = ["-p", project, "--checkers", "1", "--extendedDiagnostics", ...fresh];
  const child = spawn("tsc", args, { cwd: workspaceRoot, shell: process.platform === "win32" });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ project, code: code ?? 1, output }));
  });
}

/** Check the projects, two at a time, and print each as it ends. */
async function measure(projects: readonly string[]): Promise<TypeCosts> {
  const left = [...projects];
  const costs: Record<string, TypeCost> = {};
  const work = async (): Promise<void> => {
    for (let project = left.shift(); project !== undefined; project = left.shift()) {
      const { code, output } = await check(project);
      const cost = costIn(output);
      if (code !== 0 || cost === undefined) {
        process.exitCode = 1;
        console.error(output.replace(/^Files:[\s\S]*/m, ""));
        continue;
      }
      costs[project] = cost;
      const { types, instantiations, megabytes } = cost;
      console.log(`${project}: ${types} types, ${instantiations} instantiations, ${megabytes} MB`);
    }
  };
  await Promise.all([work(), work()]);
  return costs;
}

if (import.meta.main) {
  const usage = "[FOLDER...] [--record]";
  const { options, names: named } = readToolArguments("tools/check-types.ts", usage);
  const packages = readPackages(workspaceRoot)
    .map(({ folder }) => folder)
    .filter((folder) => existsSync(join(workspaceRoot, folder, "tsconfig.json")));
  const kept = readJson(join(workspaceRoot, recorded)) as TypeCosts;
  // The tests take longest, so they start first.
  const all = [tests, ...packages];
  const costs = await measure(named.length > 0 ? named : all);
  if (options.has("--record")) {
    const updated = all.flatMap((project) => {
      const cost = costs[project] ?? kept[project];
      return cost === undefined ? [] : [[project, cost] as const];
    });
    const text = JSON.stringify(Object.fromEntries(updated), undefined, 2);
    writeFileSync(join(workspaceRoot, recorded), `${text}\n`);
  } else {
    const problems = Object.entries(costs).flatMap(([project, cost]) =>
      compareCost(project, cost, kept[project]),
    );
    report("types", problems);
  }
}
