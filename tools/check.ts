// Runs every check other than tests, and closes with a table and one line of counts.
// Arguments select checks: `npx -y pnpm@12 check names sizes`.
import { readToolArguments } from "./arguments.ts";
import { closeSteps, runStep, type StepResult } from "./steps.ts";

const node = (tool: string, ...options: readonly string[]): readonly string[] => [
  "node",
  `tools/${tool}.ts`,
  ...options,
];

const checks: Readonly<Record<string, readonly string[]>> = {
  build: node("build"),
  types: ["node", "tools/nx/types.ts"],
  biome: ["biome", "ci", "."],
  knip: ["knip"],
  boundaries: node("check-boundaries"),
  references: node("check-references"),
  plugins: node("check-plugins"),
  names: node("check-names"),
  sizes: node("check-sizes"),
  maths: node("check-maths"),
  readmes: node("check-readmes"),
  errors: node("check-errors"),
  docs: node("build-docs", "--check"),
  formats: node("build-formats", "--check"),
  pictures: node("build-pictures", "--check"),
  schemas: node("build-schemas", "--check"),
  fixtures: node("build-fixtures", "--check"),
  link: node("build-link", "--check"),
  "stream-draws": node("build-stream-draws", "--check"),
  "python-models": node("build-python-models", "--check"),
  scaling: node("scaling", "--check"),
  benchmarks: node("bench/history", "--check"),
  commits: node("check-commits"),
  packages: node("pack-check"),
};

const asked = readToolArguments("check", "[CHECK...]").names;
const unknown = asked.filter((name) => checks[name] === undefined);
if (unknown.length > 0) {
  console.error(`No check is called ${unknown.join(", ")}: ${Object.keys(checks).join(" ")}`);
  process.exitCode = 2;
} else {
  const results: StepResult[] = [];
  for (const [name, command] of Object.entries(checks)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.log(`\n== ${name}`);
    const result = await runStep(name, command);
    // One check is one step, however many tarballs it inspects.
    const failed = result.failed > 0 ? 1 : 0;
    results.push({ ...result, passed: 1 - failed, failed });
  }
  closeSteps(results);
}
