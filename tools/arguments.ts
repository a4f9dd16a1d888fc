/** Arguments of a tool. */
export interface ToolArguments {
  /** Options that were given, with their dashes. */
  readonly options: ReadonlySet<string>;
  readonly names: readonly string[];
}

/**
 * Compare arguments with a usage line; returns what is wrong with them, or undefined.
 *
 * In `[FOLDER...] [--check|--write]`, words in capitals are arguments, those in brackets may be absent, and dots mean any number.
 */
export function argumentsFault(usage: string, given: readonly string[]): string | undefined {
  const options: readonly string[] = usage.match(/--[a-z-]+/g) ?? [];
  const words = usage.match(/\[?[A-Z]+(\.\.\.)?\]?/g) ?? [];
  const least = words.filter((word) => !word.startsWith("[")).length;
  const most = words.some((word) => word.includes("...")) ? Number.POSITIVE_INFINITY : words.length;
  const unknown = given.find((word) => word.startsWith("-") && !options.includes(word));
  if (unknown !== undefined) return `There is no option ${unknown}.`;
  const names = given.filter((word) => !word.startsWith("-"));
  if (names.length > most) return `There is no place for ${names.slice(most).join(" ")}.`;
  if (names.length < least) return `${words[names.length]} is missing.`;
  return undefined;
}

/**
 * Read the arguments of the tool that runs, as its usage line states them.
 *
 * `--help` prints that line and ends the process with 0; anything that the line does not state ends it with 2.
 */
export function readToolArguments(tool: string, usage = ""): ToolArguments {
  const given = argumentsAfterHelp(tool, usage);
  const fault = argumentsFault(usage, given);
  if (fault !== undefined) {
    console.error(`${fault} ${lineOf(tool, usage)}`);
    process.exit(2);
  }
  return {
    options: new Set(given.filter((word) => word.startsWith("-"))),
    names: given.filter((word) => !word.startsWith("-")),
  };
}

/** Return the arguments of the tool that runs, unchecked, as it passes them on; `--help` prints its usage line and ends the process. */
export function argumentsAfterHelp(tool: string, usage: string): readonly string[] {
  const given = process.argv.slice(2);
  if (!given.includes("--help") && !given.includes("-h")) return given;
  console.log(lineOf(tool, usage));
  process.exit(0);
}

function lineOf(tool: string, usage: string): string {
  return `Usage: ${tool} ${usage}`.trim();
}
