import { join } from "node:path";
import { entriesOf } from "../exports.ts";
import { isNode, type Node, nodesOf, readSource, textOf } from "../syntax.ts";
import { readPackages, type WorkspacePackage } from "../workspace.ts";

/** An exported function that takes a record of options. */
export interface OptionTaker {
  /** `@spikeloom/network population`. */
  readonly name: string;
  /** The record's name or type as written. */
  readonly record: string;
}

/** List the functions of public packages that take options: a parameter with that name, or one that is destructured. */
export function optionTakers(root: string): readonly OptionTaker[] {
  return readPackages(root)
    .filter(({ manifest }) => (manifest as { readonly private?: boolean }).private !== true)
    .flatMap((one) => takersOf(root, one));
}

function takersOf(root: string, one: WorkspacePackage): readonly OptionTaker[] {
  return entriesOf(root, one).flatMap(({ subpath, exports }) =>
    exports
      .filter(({ kind }) => kind === "function")
      .flatMap(({ name, path }) => {
        const record = recordOf(functionIn(root, path, name), readSource(root, path).text);
        const owner = join(one.manifest.name, subpath);
        return record === undefined ? [] : [{ name: `${owner} ${name}`, record }];
      }),
  );
}

function functionIn(root: string, path: string, name: string): Node | undefined {
  const { tree } = readSource(root, path);
  return nodesOf(tree, "FunctionDeclaration", "TSDeclareFunction").find(
    (node) => textOf(node["id"]) === name,
  );
}

/** A parameter `options` or `definition`, or a pattern that may be left out or is typed as options. */
function recordOf(declared: Node | undefined, text: string): string | undefined {
  const given = declared?.["params"];
  for (const parameter of Array.isArray(given) ? given.filter(isNode) : []) {
    const bound = parameter.type === "AssignmentPattern" ? parameter["left"] : parameter;
    if (!isNode(bound)) continue;
    const isOptional = parameter.type === "AssignmentPattern";
    const isPattern = bound.type === "ObjectPattern";
    const written = text.slice(bound.start, bound.end);
    if (isPattern && (isOptional || /: \w*Options$/.test(written))) return "a pattern";
    const name = textOf(bound);
    if (name === "options" || name === "definition") return name;
  }
  return undefined;
}
