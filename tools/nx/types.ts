// Type-checks every package and the tests, and compares the cost with the recorded one.
import { runTarget } from "./run.ts";

process.exitCode = await runTarget("types");
