// Checks error codes both ways: each defined once, each explained in its package's list, none listed without a definition.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { errorList, partOf, pythonFolder } from "./build-errors.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { isNode, nodesOf, placeOf, readSource, textOf } from "./syntax.ts";
import { filesUnder, readPackages } from "./workspace.ts";

interface Mention {
  readonly code: string;
  readonly folder: string;
  readonly place: string;
  /** Text after the heading in a list; absent in source code. */
  readonly text?: string;
}

/** Check all codes of a workspace; an empty list means that source and lists agree. */
export function checkErrors(root: string): readonly Problem[] {
  const folders = readPackages(root).map(({ folder }) => folder);
  const scans = folders.map((folder) => scanSource(root, folder));
  const ours = scans.flatMap((scan) => scan.defined);
  const defined = [...ours, ...scanPython(root, new Set(ours.map(({ code }) => code)))];
  const listed = [...folders, pythonFolder].flatMap((folder) => readPart(root, folder));
  const known = new Set(defined.map(({ code }) => code));
  const has = (list: readonly Mention[], one: Mention): boolean =>
    list.some((other) => other.code === one.code && other.folder === one.folder);
  return [
    ...repeated(defined, "is defined twice"),
    ...repeated(listed, "is listed twice"),
    ...defined
      .filter((one) => !has(listed, one))
      .map((one) => fault(one, `has no entry in ${partOf(one.folder)}`)),
    ...listed
      .filter((one) => !has(defined, one))
      .map((one) => fault(one, `is not defined in ${sourceOf(one.folder)}`)),
    ...listed.filter(({ text }) => text === "").map((one) => fault(one, "has no explanation")),
    ...scans
      .flatMap((scan) => scan.used)
      .filter(({ code }) => !known.has(code))
      .map((one) => fault(one, "is used but nowhere defined")),
    ...checkList(root),
  ];
}

function fault({ code, place }: Mention, what: string): Problem {
  return { place, message: `${code} ${what}.` };
}

function repeated(mentions: readonly Mention[], what: string): readonly Problem[] {
  const seen = new Map<string, string>();
  return mentions.flatMap((one) => {
    const first = seen.get(one.code);
    seen.set(one.code, first ?? one.place);
    return first === undefined ? [] : [fault(one, `${what}, first at ${first}`)];
  });
}

/** Find the codes in source files: as the first argument of `defineError`, and anywhere else. */
function scanSource(root: string, folder: string): { defined: Mention[]; used: Mention[] } {
  const defined: Mention[] = [];
  const used: Mention[] = [];
  for (const path of filesUnder(root, `${folder}/src`, ".ts")) {
    const source = readSource(root, path);
    const definitions = new Set(
      nodesOf(source.tree, "CallExpression")
        .filter((call) => textOf(call["callee"]) === "defineError")
        .flatMap((call) => (Array.isArray(call["arguments"]) ? call["arguments"][0] : []))
        .filter(isNode),
    );
    for (const node of nodesOf(source.tree, "Literal")) {
      const code = textOf(node) ?? "";
      if (!/^SL_[A-Z0-9_]+$/.test(code)) continue;
      (definitions.has(node) ? defined : used).push({
        code,
        folder,
        place: placeOf(source, node.start),
      });
    }
  }
  return { defined, used };
}

/** Find the first mention of each code that only the Python package has. */
function scanPython(root: string, others: ReadonlySet<string>): readonly Mention[] {
  const found = new Map<string, Mention>();
  for (const path of filesUnder(root, sourceOf(pythonFolder), ".py")) {
    const lines = readFileSync(join(root, path), "utf8").split("\n");
    for (const [at, line] of lines.entries()) {
      for (const [, code = ""] of line.matchAll(/"(SL_[A-Z0-9_]+)"/g)) {
        if (others.has(code) || found.has(code)) continue;
        found.set(code, { code, folder: pythonFolder, place: `${path}:${at + 1}` });
      }
    }
  }
  return [...found.values()];
}

function sourceOf(folder: string): string {
  return folder === pythonFolder ? `${folder}/spikeloom` : `${folder}/src`;
}

function readPart(root: string, folder: string): readonly Mention[] {
  const file = partOf(folder);
  if (!existsSync(join(root, file))) return [];
  const lines = readFileSync(join(root, file), "utf8").split("\n");
  return lines.flatMap((line, at) => {
    const code = /^###\s+`?(SL_[A-Z0-9_]+)`?\s*$/.exec(line)?.[1];
    if (code === undefined) return [];
    const end = lines.findIndex((next, i) => i > at && next.startsWith("#"));
    const text = lines
      .slice(at + 1, end < 0 ? undefined : end)
      .join("\n")
      .trim();
    return [{ code, folder, place: `${file}:${at + 1}`, text }];
  });
}

function checkList(root: string): readonly Problem[] {
  const place = "specs/errors.md";
  const had = existsSync(join(root, place)) ? readFileSync(join(root, place), "utf8") : "";
  return had === errorList(root)
    ? []
    : [{ place, message: "it is out of date: run node tools/build-errors.ts." }];
}

if (import.meta.main) {
  readToolArguments("tools/check-errors.ts");
  report("errors", checkErrors(workspaceRoot));
}
