// Runs root scripts one after another, as a person would type them, and adds up their counts:
// `node tools/ci.ts test check test:python test:browser demo`.
import { closeSteps, runStep, type StepResult } from "./steps.ts";

const scripts = process.argv.slice(2);
const results: StepResult[] = [];
for (const script of scripts) {
  console.log(`\n== ${script}`);
  results.push(await runStep(script, ["npx", "-y", "pnpm@12", "run", script]));
}
closeSteps(results);
