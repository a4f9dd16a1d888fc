import { existsSync, readdirSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { CONFIG_TWICE } from "../errors.ts";

const configNames: ReadonlySet<string> = new Set(
  ["ts", "mts", "js", "mjs", "json"].map((end) => `spikeloom.config.${end}`),
);

/**
 * Find the configuration that holds for what is in a folder.
 *
 * It is looked for there and in the folders above, up to the root of the project: the first that holds a
 * package.json or a .git. Without such a root the folder itself is the only one, so that no file runs that
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

/** List a folder and those above it within its project, from the innermost out. */
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
    // What is no folder is said by what reads the file.
    return [];
  }
}
