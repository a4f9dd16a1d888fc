import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { CONFIG_TWICE } from "../errors.ts";

const configNames: ReadonlySet<string> = new Set(
  ["ts", "mts", "js", "mjs", "json"].map((end) => `spikeloom.config.${end}`),
);

/**
 * Find the configuration that applies to a folder.
 *
 * It is searched for there and in the parent folders up to the root of the project: the first that contains a
 * package.json or a .git. Without such a root only the folder itself is searched, so that no file runs that
 * someone else left above it.
 */
export function findConfig(folder: string): string | undefined {
  for (const one of foldersOf(resolve(folder))) {
    const names = configsIn(one);
    if (names.length > 1) throw CONFIG_TWICE({ folder: one, names });
    const [found] = names;
    if (found !== undefined) return relative(process.cwd(), join(one, found));
  }
  return undefined;
}

/** List a folder and its parents within its project, from the innermost outwards. */
function foldersOf(folder: string): readonly string[] {
  const folders = [folder];
  for (let one = folder; !isRoot(one); ) {
    const above = dirname(one);
    if (above === one) return [folder];
    folders.push(above);
    one = above;
  }
  return folders;
}

function isRoot(folder: string): boolean {
  return ["package.json", ".git"].some((name) => existsSync(join(folder, name)));
}

function configsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).filter((name) => configNames.has(name));
  } catch {
    // The reader of the file reports a path that is no folder.
    return [];
  }
}
