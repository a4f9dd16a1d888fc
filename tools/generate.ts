// Rewrites everything that is generated.
import { readToolArguments } from "./arguments.ts";
import { closeSteps, runStep, type StepResult } from "./steps.ts";

const tools = [
  "build-errors",
  "build-schemas",
  "build-fixtures",
  "build-link",
  "build-stream-draws",
  "build-python-models",
  "build-docs",
  "build-formats",
  "build-pictures",
  "update-exports",
];

readToolArguments("generate");
const results: StepResult[] = [];
for (const tool of tools) {
  const command = ["node", "--conditions=@spikeloom/source", `tools/${tool}.ts`];
  const result = await runStep(tool, command);
  results.push(result);
  if (result.failed > 0) break;
}
closeSteps(results);
