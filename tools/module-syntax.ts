import { parseAst } from "rolldown/parseAst";
import { isNode, type Node, nodesOf } from "./syntax.ts";

/** Text that replaces a part of code. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Let `import(...)` call a function instead; strings and comments that contain it are unchanged. */
export function replaceImports(code: string, name: string): string {
  if (!code.includes("import(")) return code;
  const word = "import".length;
  const edits = nodesOf(treeOf(code), "ImportExpression").map(({ start }) => ({
    start,
    end: start + word,
    text: name,
  }));
  return edited(code, edits);
}

/** Replace `import.meta`, and its `url`, by other expressions; strings and comments are unchanged. */
export function replaceMeta(
  code: string,
  { meta, url }: { readonly meta: string; readonly url: string },
): string {
  if (!code.includes("import.meta")) return code;
  const edits = new Map<number, Edit>();
  // Parents come first, so that a complete `import.meta.url` is found before its `import.meta`.
  for (const node of nodesOf(treeOf(code), "MemberExpression", "MetaProperty")) {
    const { start, end } = node;
    if (node.type === "MemberExpression" && !isAddress(node)) continue;
    if (!edits.has(start)) edits.set(start, { start, end, text: isAddress(node) ? url : meta });
  }
  return edited(code, [...edits.values()]);
}

function isAddress({ object, property }: Node): boolean {
  const isMeta = isNode(object) && object.type === "MetaProperty";
  return isMeta && isNode(property) && property["name"] === "url";
}

function treeOf(code: string): Node {
  const tree: unknown = parseAst(code);
  return tree as Node;
}

function edited(code: string, edits: readonly Edit[]): string {
  let at = 0;
  let text = "";
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    text += code.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return text + code.slice(at);
}
