import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { signatureOf } from "./signatures.ts";
import { isNode, type Node, readSource, type Source, textOf } from "./syntax.ts";
import { readPackages, type WorkspacePackage } from "./workspace.ts";

/** A name exported by a package. */
export interface Export {
  readonly name: string;
  readonly kind: "function" | "constant" | "class" | "type";
  /** Parameters and result, fields, or type; empty if the source does not state it. */
  readonly signature: string;
  /** First line of the docstring; empty if there is none. */
  readonly about: string;
  /** File of the declaration, relative to the root. */
  readonly path: string;
}

export interface Entry {
  /** Text after the package's name in an import: `.` or `./nir`. */
  readonly subpath: string;
  readonly exports: readonly Export[];
}

/** List what a package exports, entry by entry, by the source condition of its manifest. */
export function entriesOf(root: string, { folder, manifest }: WorkspacePackage): readonly Entry[] {
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]) => {
    const source = typeof target === "string" ? undefined : target["@spikeloom/source"];
    const path = source === undefined ? "" : posix.join(folder, source);
    if (source === undefined || !existsSync(join(root, path))) return [];
    return [{ subpath, exports: exportsOf(root, path) }];
  });
}

/** List the exports of a file, resolved to their declarations, sorted by name. */
export function exportsOf(root: string, path: string): readonly Export[] {
  const source = readSource(root, path);
  const found = statementsOf(source).flatMap((statement) => {
    if (statement.type !== "ExportNamedDeclaration") return [];
    const own = declaredBy(statement["declaration"]).map((one) => describe(source, statement, one));
    return [...own, ...listed(root, source, statement)];
  });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function statementsOf({ tree }: Source): readonly Node[] {
  return Array.isArray(tree["body"]) ? (tree["body"] as Node[]) : [];
}

type Declared = Pick<Export, "name" | "kind">;

const kinds: Readonly<Record<string, Export["kind"]>> = {
  FunctionDeclaration: "function",
  ClassDeclaration: "class",
  TSInterfaceDeclaration: "type",
  TSTypeAliasDeclaration: "type",
};

function declaredBy(declaration: unknown): readonly Declared[] {
  if (!isNode(declaration)) return [];
  if (declaration.type !== "VariableDeclaration") {
    return [{ name: textOf(declaration["id"]) ?? "", kind: kinds[declaration.type] ?? "constant" }];
  }
  return (declaration["declarations"] as Node[]).map((one) => {
    const init = isNode(one["init"]) ? one["init"].type : "";
    const kind = init === "ArrowFunctionExpression" ? "function" : "constant";
    return { name: textOf(one["id"]) ?? "", kind };
  });
}

function describe(source: Source, statement: Node, declared: Declared): Export {
  const before = source.text.slice(0, statement.start);
  const comment = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*$/.exec(before)?.[1] ?? "";
  const lines = comment.split("\n").map((line) => line.replace(/^\s*\*?\s?/, "").trim());
  const about = lines.find((line) => line !== "") ?? "";
  const own = isNode(statement["declaration"]) ? statement["declaration"] : statement;
  const signature = signatureOf(source, own, declared.name);
  return { ...declared, signature, about, path: source.path };
}

/** Follow `export { a, type B as C } [from "..."]`. */
function listed(root: string, source: Source, statement: Node): readonly Export[] {
  const from = textOf(statement["source"]);
  return (statement["specifiers"] as Node[]).flatMap((specifier) => {
    const local = textOf(specifier["local"]) ?? "";
    const name = textOf(specifier["exported"]) ?? "";
    const found =
      from === undefined
        ? localExport(root, source, local)
        : follow(root, source.path, from, local);
    return found === undefined ? [] : [{ ...found, name }];
  });
}

function localExport(root: string, source: Source, local: string): Export | undefined {
  for (const statement of statementsOf(source)) {
    const declared = declaredBy(statement).find(({ name }) => name === local);
    if (declared !== undefined && statement.type !== "ImportDeclaration") {
      return describe(source, statement, declared);
    }
    if (statement.type !== "ImportDeclaration") continue;
    for (const specifier of statement["specifiers"] as Node[]) {
      if (textOf(specifier["local"]) !== local) continue;
      const imported = textOf(specifier["imported"]) ?? "default";
      return follow(root, source.path, textOf(statement["source"]) ?? "", imported);
    }
  }
  return undefined;
}

/** Find an export of another module; for modules outside the workspace only the name is known. */
function follow(root: string, path: string, from: string, name: string): Export | undefined {
  const target = from.startsWith(".")
    ? posix.join(posix.dirname(path), from)
    : entryFile(root, from);
  if (target === undefined)
    return { name, kind: "constant", signature: "", about: `From \`${from}\`.`, path: from };
  return exportsOf(root, target).find((one) => one.name === name);
}

function entryFile(root: string, from: string): string | undefined {
  const owner = readPackages(root).find(
    ({ manifest }) => from === manifest.name || from.startsWith(`${manifest.name}/`),
  );
  if (owner === undefined) return undefined;
  const target = owner.manifest.exports?.[`.${from.slice(owner.manifest.name.length)}`];
  const source = typeof target === "string" ? undefined : target?.["@spikeloom/source"];
  return source === undefined ? undefined : posix.join(owner.folder, source);
}
