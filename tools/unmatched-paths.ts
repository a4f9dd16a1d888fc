import { isAbsolute, relative } from "node:path";

/**
 * Name the paths among arguments of vitest that are part of no test file's path; vitest silently ignores them as
 * long as another one matches.
 *
 * An option without `=` may take the word after it, so that one counts as no path.
 */
export function unmatchedPaths(
  given: readonly string[],
  files: readonly string[],
  root: string,
): readonly string[] {
  return given.filter((word, row) => {
    if (word.startsWith("-")) return false;
    const before = given[row - 1] ?? "";
    if (before.startsWith("-") && !before.includes("=")) return false;
    const path = isAbsolute(word) ? relative(root, word) : word;
    const part = path.replaceAll("\\", "/").replace(/^\.\//, "").replace(/:\d+$/, "");
    return !files.some((file) => file.toLowerCase().includes(part.toLowerCase()));
  });
}
