// Type-checks every package and the tests, and compares what that costs with what is recorded.
import { runTarget } from "./run.ts";

process.exitCode = await runTarget("types");
