import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAst } from "rolldown/parseAst";

/** A node of the syntax tree (ESTree with TypeScript's additions), read field by field. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

export interface Source {
  /** Relative to the root. */
  readonly path: string;
  readonly text: string;
  readonly tree: Node;
}

/** Most recently parsed files: a package that re-exports others' names reads each file many times. */
const parsed = new Map<string, Source>();

/** Read and parse a TypeScript file; a syntax error is thrown with the file's name. */
export function readSource(root: string, path: string): Source {
  const text = readFileSync(join(root, path), "utf8");
  const known = parsed.get(path);
  if (known?.text === text) return known;
  try {
    const tree: unknown = parseAst(text, { lang: "ts" }, path);
    const source = { path, text, tree: tree as Node };
    parsed.set(path, source);
    return source;
  } catch (error) {
    throw new Error(`${path} does not parse: ${String(error)}`);
  }
}

/** Distinguish nodes from other fields. */
export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** Visit every node below and including one, parents first. */
export function walk(node: Node, visit: (node: Node, parent: Node | undefined) => void): void {
  const go = (at: Node, parent: Node | undefined): void => {
    visit(at, parent);
    for (const field of Object.values(at)) {
      for (const child of Array.isArray(field) ? field : [field]) if (isNode(child)) go(child, at);
    }
  };
  go(node, undefined);
}

/** List the nodes of some types. */
export function nodesOf(tree: Node, ...types: readonly string[]): readonly Node[] {
  const found: Node[] = [];
  walk(tree, (node) => {
    if (types.includes(node.type)) found.push(node);
  });
  return found;
}

/** Return the location of an offset: `path:line`. */
export function placeOf(source: Source, offset: number): string {
  return `${source.path}:${source.text.slice(0, offset).split("\n").length}`;
}

/** Read the name of an identifier or the value of a string literal; undefined for anything else. */
export function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === "Identifier") return String(node["name"]);
  return typeof node["value"] === "string" ? node["value"] : undefined;
}

/** List every module that a file imports, statically, by `import()`, by a type or by re-export. */
export function importsOf(source: Source): readonly { name: string; place: string }[] {
  const types = ["ImportDeclaration", "ExportNamedDeclaration", "ExportAllDeclaration"];
  return nodesOf(source.tree, ...types, "ImportExpression", "TSImportType").flatMap((node) => {
    const name = textOf(node["source"]) ?? textOf(node["argument"]);
    return name === undefined ? [] : [{ name, place: placeOf(source, node.start) }];
  });
}
