// Checks file names, banned words in declared names, and the forms of export and inheritance.
import { basename } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { declaredNames, wordsOf } from "./declared-names.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { isNode, type Node, nodesOf, placeOf, readSource, type Source, textOf } from "./syntax.ts";
import { filesUnder } from "./workspace.ts";

/** Words that say nothing about a file; not allowed as the complete name of a file or folder. */
const emptyNames: ReadonlySet<string> = new Set([
  "common",
  "misc",
  "shared",
  "core",
  "base",
  "lib",
]);

/** Words not allowed in any name, with the word to use instead. */
const bannedWords: ReadonlyMap<string, string> = new Map([
  ["util", "the thing's own name"],
  ["utils", "the thing's own name"],
  ["helper", "the thing's own name"],
  ["helpers", "the thing's own name"],
  ["manager", "the thing's own name"],
  ["service", "the thing's own name"],
  ["handler", "the thing's own name"],
  ["engine", "backend"],
  ["driver", "backend"],
  ["provider", "backend or plugin"],
  ["device", "hardware"],
  ["cell", "neuron"],
  ["cells", "neurons"],
  ["efficacy", "weight"],
  ["theta", "v_threshold"],
  ["vth", "v_threshold"],
  ["mem", "v"],
]);

/** Words of other simulators are allowed in code that translates them. */
const foreign: readonly string[] = [
  "packages/interop/src/",
  "packages/pynn/src/",
  "packages/python/",
];

/** Check all TypeScript files of packages, plugins, tools and examples. */
export function checkNames(root: string): readonly Problem[] {
  const paths = ["packages", "plugins", "tools", "examples"].flatMap((folder) =>
    filesUnder(root, folder, ".ts"),
  );
  return paths.flatMap((path) => {
    const problems = pathFaults(path).map((message) => ({ place: path, message }));
    if (path.includes("/generated/")) return problems;
    const source = readSource(root, path);
    return [...problems, ...exportFaults(source), ...wordFaults(source)];
  });
}

function pathFaults(path: string): readonly string[] {
  const parts = path.split("/");
  const stem = basename(path).replace(/(\.worker|\.test|\.test-d|\.d)?\.ts$/, "");
  const faults = [...parts.slice(0, -1), stem].flatMap((name) => {
    const word = emptyNames.has(name)
      ? name
      : name.split(/[-.]/).find((one) => bannedWords.has(one));
    return word === undefined || allows(path, word) ? [] : [`"${word}" is refused in a file name.`];
  });
  const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  return kebab.test(stem) ? faults : [...faults, `"${basename(path)}" is not kebab-case.`];
}

function exportFaults(source: Source): readonly Problem[] {
  const problems: Problem[] = [];
  const add = (node: Node, message: string): void => {
    problems.push({ place: placeOf(source, node.start), message });
  };
  for (const node of nodesOf(source.tree, "ExportAllDeclaration")) {
    add(node, "name what is exported instead of `export *`.");
  }
  for (const node of nodesOf(source.tree, "ExportDefaultDeclaration")) {
    if (!/\.config\.ts$/.test(source.path)) add(node, "export by name, not as default.");
  }
  for (const node of nodesOf(source.tree, "ClassDeclaration", "ClassExpression")) {
    const parent = textOf(node["superClass"]);
    if (isNode(node["superClass"]) && parent !== "Error") add(node, "only Error may be extended.");
  }
  return problems;
}

function wordFaults(source: Source): readonly Problem[] {
  // `// names: cell of a table` near the top allows one word in one file, with the reason.
  const head = source.text.split("\n", 12).join("\n");
  const excused = new Set(
    [...head.matchAll(/^\/\/ names: (\w+) \S.*$/gm)].map((match) => match[1]),
  );
  return declaredNames(source.tree).flatMap(([name, node]) => {
    const place = placeOf(source, node.start);
    const words = wordsOf(name);
    // A name that states the origin of the word (`pynnCells`) may use it.
    const word = words.includes("pynn")
      ? undefined
      : words.find((one) => bannedWords.has(one) && !excused.has(one));
    if (word !== undefined && !allows(source.path, word)) {
      return [{ place, message: `"${name}": for "${word}" write ${bannedWords.get(word)}.` }];
    }
    // A test may write an equation in the notation of its paper.
    const snake = /[a-z0-9]_[a-z0-9]/.test(name) && !source.path.includes("/test/");
    return snake ? [{ place, message: `"${name}" is TypeScript, so camelCase.` }] : [];
  });
}

function allows(path: string, word: string): boolean {
  return !emptyNames.has(word) && foreign.some((folder) => path.startsWith(folder));
}

if (import.meta.main) {
  readToolArguments("tools/check-names.ts");
  report("names", checkNames(workspaceRoot));
}
