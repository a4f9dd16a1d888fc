// Builds every package, or those that changed since the last build: `npx -y pnpm@12 build`.
import { readToolArguments } from "./arguments.ts";
import { runTarget } from "./nx/run.ts";

readToolArguments("build");
process.exitCode = await runTarget("build");
