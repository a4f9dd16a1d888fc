import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** A failed test or check. */
export interface Failure {
  /** Its place: a test's file and titles, or the name of a check. */
  readonly name: string;
  readonly message: string;
}

/** The variable that names the file in which a script lists its failures for the script that started it. */
export const failuresVariable = "SPIKELOOM_FAILURES";

/** Limits of the list at the end of a run. */
const MOST_FAILURES = 50;
const MOST_LINES = 6;
const MOST_CHARACTERS = 240;

/** List failures for the script that started this one, if it asked for them. */
export function passOnFailures(failures: readonly Failure[]): void {
  const file = process.env[failuresVariable];
  if (file !== undefined && failures.length > 0) writeFileSync(file, JSON.stringify(failures));
}

/** Read the failures that a script listed; none if it listed none. */
export function readFailures(file: string): readonly Failure[] {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

/** The end of a command's output, for a command that failed without listing failures. */
export function endOfOutput(output: string): string {
  return textLines(output).slice(-MOST_LINES).join("\n");
}

/** Format failures as names, each followed by the first lines of its message. */
export function describeFailures(failures: readonly Failure[]): readonly string[] {
  const shown = failures.slice(0, MOST_FAILURES).flatMap(({ name, message }) => [
    `FAILED ${name}`,
    ...textLines(message)
      .slice(0, MOST_LINES)
      .map((line) => `       ${line.slice(0, MOST_CHARACTERS)}`),
  ]);
  const left = failures.length - MOST_FAILURES;
  return left > 0 ? [...shown, `and ${left} more`] : shown;
}

/** Lines with text, without colours and without the stack of an error. */
function textLines(text: string): readonly string[] {
  return stripVTControlCharacters(text)
    .split("\n")
    .map((line) => line.trimEnd())
    .filter((line) => line !== "" && !/^\s+at \S/.test(line));
}
