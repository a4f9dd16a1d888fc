// Checks that code that affects results uses no functions whose values differ between machines or runs.
import { readToolArguments } from "./arguments.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { nodesOf, placeOf, readSource, type Source, textOf } from "./syntax.ts";
import { filesUnder } from "./workspace.ts";

/** Folders whose code affects results. `// maths: reason` near the top exempts a file. */
const folders = ["random", "equations", "network", "program", "code", "simulate"].map(
  (name) => `packages/${name}/src`,
);

/** Functions for which ECMAScript specifies the exact value; all others are implementation-dependent. */
const exact: ReadonlySet<string> = new Set([
  ...["abs", "ceil", "clz32", "floor", "fround", "f16round", "imul", "max", "min", "round"],
  ...["sign", "sqrt", "trunc", "PI", "E", "LN2", "LN10", "LOG2E", "LOG10E", "SQRT1_2", "SQRT2"],
]);

const clocks: ReadonlySet<string> = new Set(["Date.now", "performance.now", "Math.random"]);

/** Check the folders that affect results, and all plugins. */
export function checkMaths(root: string): readonly Problem[] {
  return [...folders, "plugins"]
    .flatMap((folder) => filesUnder(root, folder, ".ts"))
    .filter((path) => path.includes("/src/") && !path.includes("/generated/"))
    .map((path) => readSource(root, path))
    .filter(({ text }) => !/^\/\/ maths: \S.*$/m.test(text.split("\n", 12).join("\n")))
    .flatMap((source) => [...memberFaults(source), ...powerFaults(source)]);
}

function memberFaults(source: Source): readonly Problem[] {
  return nodesOf(source.tree, "MemberExpression").flatMap((node) => {
    const object = textOf(node["object"]);
    const name = `${object}.${textOf(node["property"])}`;
    const place = placeOf(source, node.start);
    if (clocks.has(name)) return [{ place, message: `${name}: take it as an argument.` }];
    const vague = object === "Math" && !exact.has(textOf(node["property"]) ?? "");
    return vague ? [{ place, message: `${name} differs between machines: use our own.` }] : [];
  });
}

/** `x ** y` is `Math.pow`; a power of two is assumed to have an integer exponent, for which all engines are exact. */
function powerFaults(source: Source): readonly Problem[] {
  return nodesOf(source.tree, "BinaryExpression", "AssignmentExpression")
    .filter((node) => String(node["operator"]).startsWith("**"))
    .filter((node) => !/^2 \*\* /.test(source.text.slice(node.start, node.end)))
    .map((node) => ({
      place: placeOf(source, node.start),
      message: "x ** y differs between machines: multiply, or use our own.",
    }));
}

if (import.meta.main) {
  readToolArguments("tools/check-maths.ts");
  report("maths", checkMaths(workspaceRoot));
}
