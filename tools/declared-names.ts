import { isNode, type Node, walk } from "./syntax.ts";

/** Split a name into lower-case words: `tauMem`, `tau_mem` and `TAU_MEM` give the same. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1_$2")
    .toLowerCase()
    .split(/[_\d]+/);
}

const declarations: ReadonlySet<string> = new Set([
  "VariableDeclarator",
  "FunctionDeclaration",
  "ClassDeclaration",
  "TSInterfaceDeclaration",
  "TSTypeAliasDeclaration",
]);

/** List the names that a file declares for variables, functions, types and parameters. */
export function declaredNames(tree: Node): readonly (readonly [string, Node])[] {
  const names: (readonly [string, Node])[] = [];
  walk(tree, (node) => {
    const own = declarations.has(node.type) ? [node["id"]] : [];
    const parameters = Array.isArray(node["params"]) ? (node["params"] as unknown[]) : [];
    for (const id of [...own, ...parameters]) {
      if (isNode(id) && id.type === "Identifier") names.push([String(id["name"]), id]);
    }
  });
  return names;
}
