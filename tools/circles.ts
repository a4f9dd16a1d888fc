import { posix } from "node:path";
import type { Problem } from "./problems.ts";
import { importsOf, readSource } from "./syntax.ts";
import { filesUnder } from "./workspace.ts";

/** What each file imports, among the files that were looked at. */
type Imports = ReadonlyMap<string, readonly string[]>;

/** An import: the file that has it, and what it names. */
type Step = readonly [from: string, to: string];

/** Imports that still close a circle, each until its files are cut anew; the list only gets shorter. */
const known: readonly Step[] = [
  ["packages/kernel/src/record-fields.ts", "packages/kernel/src/contracts/stack.ts"],
];

/**
 * Find files that import in a circle, types included.
 *
 * What is in a circle can only be read all at once; what both need belongs into a file of its own.
 */
export function checkCircles(root: string, allowed: readonly Step[] = known): readonly Problem[] {
  const all = importsUnder(root);
  const left = new Map(
    [...all].map(([from, targets]) => [
      from,
      targets.filter((to) => !allowed.some(([one, other]) => one === from && other === to)),
    ]),
  );
  const closed = allowed.filter(
    ([from, to]) => all.get(from)?.includes(to) && wayBetween(all, to, from) !== undefined,
  );
  const stale = allowed.filter((step) => !closed.includes(step));
  return [
    ...circlesOf(left).map((circle) => ({
      place: circle[0] ?? "",
      message: `it imports in a circle: ${circle.join(" -> ")}.`,
    })),
    ...stale.map(([place, to]) => ({
      place,
      message: `no circle goes through its import of ${to} any longer: take it off the list.`,
    })),
  ];
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

/** One circle through each file that is in one and in none of those found before. */
function circlesOf(imports: Imports): readonly (readonly string[])[] {
  const found: (readonly string[])[] = [];
  for (const file of imports.keys()) {
    if (found.some((circle) => circle.includes(file))) continue;
    const way = wayBetween(imports, file, file);
    if (way !== undefined) found.push(way);
  }
  return found;
}

/** The shortest way from one file to another over one import at least. */
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
