// Runs root scripts one after another, as a user would, and adds up their counts:
// `node tools/ci.ts test check+test:browser test:python`. Scripts joined by a plus run at the same time, because
// each leaves cores idle; their output is then printed as each ends. Failed tests and checks are listed again
// after the table, each with the beginning of its message.
import { closeSteps, runStep, type StepResult } from "./steps.ts";

const results: StepResult[] = [];
for (const turn of process.argv.slice(2)) {
  const scripts = turn.split("+");
  const run = async (script: string): Promise<StepResult> => {
    if (scripts.length === 1) console.log(`\n== ${script}`);
    const heading = scripts.length === 1 ? undefined : `\n== ${script}`;
    return await runStep(script, ["npx", "-y", "pnpm@12", "run", script], { heading });
  };
  results.push(...(await Promise.all(scripts.map(run))));
}
closeSteps(results);
