import { posix } from "node:path";
import type { Problem } from "./problems.ts";
import { importsOf, readSource } from "./syntax.ts";
import { filesUnder } from "./workspace.ts";

/** Imports of each file among the inspected files. */
type Imports = ReadonlyMap<string, readonly string[]>;

/**
 * Find import cycles between files, including type imports.
 *
 * Files in a cycle can only be understood together; what several of them need belongs in a separate file.
 */
export function checkCircles(root: string): readonly Problem[] {
  return circlesOf(importsUnder(root)).map((circle) => ({
    place: circle[0] ?? "",
    message: `it imports in a circle: ${circle.join(" -> ")}.`,
  }));
}

function importsUnder(root: string): Imports {
  const files = ["packages", "plugins", "tools", "examples"].flatMap((folder) =>
    filesUnder(root, folder, ".ts"),
  );
  const there = new Set(files);
  return new Map(
    files.map((path) => {
      const targets = importsOf(readSource(root, path))
        .filter(({ name }) => name.startsWith("."))
        .map(({ name }) => posix.join(posix.dirname(path), name));
      return [path, [...new Set(targets)].filter((target) => there.has(target))];
    }),
  );
}

/** One cycle through each file that is in one and in none of those found before. */
function circlesOf(imports: Imports): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (const file of imports.keys()) {
    if (found.some((circle) => circle.includes(file))) continue;
    const way = wayBetween(imports, file, file);
    if (way !== undefined) found.push(way);
  }
  return found;
}

/** The shortest path from one file to another, with at least one import. */
function wayBetween(imports: Imports, from: string, to: string): readonly string[] | undefined {
  const before = new Map<string, string>();
  const queue = [from];
  for (const file of queue) {
    for (const target of imports.get(file) ?? []) {
      if (before.has(target)) continue;
      before.set(target, file);
      if (target === to) return wayBack(before, from, to);
      queue.push(target);
    }
  }
  return undefined;
}

function wayBack(before: ReadonlyMap<string, string>, from: string, to: string): readonly string[] {
  const way = [to];
  for (let at = before.get(to); at !== undefined; at = before.get(at)) {
    way.unshift(at);
    if (at === from) break;
  }
  return way;
}
