import { resolve } from "node:path";

/** One finding of a checker: its location and the error, in a sentence that says what to do. */
export interface Problem {
  readonly place: string;
  readonly message: string;
}

/** The workspace on which the tools operate by default. */
export const workspaceRoot: string = resolve(import.meta.dirname, "..");

/** Print the findings of a checker, then one line; exit code 1 if there are any. */
export function report(what: string, problems: readonly Problem[]): void {
  for (const { place, message } of problems) console.error(`${place}: ${message}`);
  console.log(problems.length === 0 ? `${what}: all right` : `${what}: ${problems.length} found`);
  if (problems.length > 0) process.exitCode = 1;
}
