// Reports files, functions, parameter lists, index files and READMEs that are longer than usual (style.md, Layout).
// It never fails: a long file may be one idea. It only reports where to look again.
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { type Problem, workspaceRoot } from "./problems.ts";
import { type Node, nodesOf, placeOf, readSource, type Source } from "./syntax.ts";
import { filesUnder } from "./workspace.ts";

const limits = {
  file: 500,
  tool: 150,
  index: 80,
  readme: 200,
  function: 80,
  parameters: 4,
} as const;

/** List everything in a workspace that exceeds a usual size. */
export function checkSizes(root: string): readonly Problem[] {
  const found: Problem[] = [];
  const paths = ["packages", "plugins", "tools", "examples"].flatMap((folder) =>
    filesUnder(root, folder, ".ts"),
  );
  for (const path of paths) {
    if (path.includes("/generated/")) continue;
    const source = readSource(root, path);
    found.push(...fileFaults(source), ...functionFaults(source));
  }
  return [...found, ...readmeFaults(root)];
}

function linesOf(text: string): number {
  return text.trimEnd().split("\n").length;
}

function over(place: string, what: string, size: number, limit: number): readonly Problem[] {
  return size > limit ? [{ place, message: `${what}: ${size}, at most ${limit}.` }] : [];
}

function fileFaults({ path, text }: Source): readonly Problem[] {
  const tool = /^tools\/[^/]*$/.test(path);
  const index = basename(path) === "index.ts" && path.includes("/src/");
  const limit = tool ? limits.tool : index ? limits.index : limits.file;
  return over(path, "lines in the file", linesOf(text), limit);
}

function functionFaults(source: Source): readonly Problem[] {
  // The callbacks of describe and it are as long as the tests that they group.
  const long = source.path.includes("/test/") ? Number.POSITIVE_INFINITY : limits.function;
  const types = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"] as const;
  return nodesOf(source.tree, ...types).flatMap((node: Node) => {
    const place = placeOf(source, node.start);
    const parameters = Array.isArray(node["params"]) ? node["params"].length : 0;
    return [
      ...over(
        place,
        "lines in the function",
        linesOf(source.text.slice(node.start, node.end)),
        long,
      ),
      ...over(place, "parameters", parameters, limits.parameters),
    ];
  });
}

function readmeFaults(root: string): readonly Problem[] {
  const all = ["packages", "plugins"].flatMap((folder) => filesUnder(root, folder, "README.md"));
  return all.flatMap((path) =>
    over(
      path,
      "lines",
      linesOf(withoutTable(readFileSync(join(root, path), "utf8"))),
      limits.readme,
    ),
  );
}

/** Exclude the API table, which is generated and as long as the list of exports. */
function withoutTable(readme: string): string {
  return readme.replace(/<!-- api:start -->[\s\S]*<!-- api:end -->/, "");
}

if (import.meta.main) {
  readToolArguments("tools/check-sizes.ts");
  const found = checkSizes(workspaceRoot);
  for (const { place, message } of found) console.log(`${place}: ${message}`);
  console.log(`sizes: ${found.length} to look at again`);
}
