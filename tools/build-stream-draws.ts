// Generates the code that draws many random numbers at once into packages/code/src/generated, because generating it
// takes
// longer than the draws of most networks: `node tools/build-stream-draws.ts [--check]`.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { streamDrawsModule } from "../packages/code/src/random/stream-draws-module.ts";
import { readToolArguments } from "./arguments.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";

const place = "packages/code/src/generated/stream-draws.ts";

function generated(): string {
  const text = Buffer.from(streamDrawsModule()).toString("base64");
  return `// Written by tools/build-stream-draws.ts.

/** The module of \`streamDrawsModule\`, in base64. */
export const streamDraws =
  "${text}";
`;
}

function check(): readonly Problem[] {
  if (readFileSync(join(workspaceRoot, place), "utf8") === generated()) return [];
  return [{ place, message: "Run `node tools/build-stream-draws.ts`." }];
}

const { options } = readToolArguments("tools/build-stream-draws.ts", "[--check]");
if (options.has("--check")) report("stream draws", check());
else writeFileSync(join(workspaceRoot, place), generated());
