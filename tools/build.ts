// Builds every package, or those that changed since the last build: `npx -y pnpm@12 build`.
import { runTarget } from "./nx/run.ts";

process.exitCode = await runTarget("build");
