// Checks that every package has a README of the required form: title, sentence, headings in order, markers.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { readPackages } from "./workspace.ts";

const headings = [
  "What",
  "When (and when not)",
  "Install",
  "Use",
  "API",
  "Checked against",
  "Compatibility",
  "Licence",
] as const;

/** Check the READMEs of all packages and plugins. */
export function checkReadmes(root: string): readonly Problem[] {
  return readPackages(root).flatMap(({ folder, manifest }) => {
    const place = `${folder}/README.md`;
    if (!existsSync(join(root, place))) return [{ place, message: "it is missing." }];
    const text = readFileSync(join(root, place), "utf8");
    return faultsOf(text, manifest.name).map((message) => ({ place, message }));
  });
}

function faultsOf(text: string, name: string): readonly string[] {
  const faults: string[] = [];
  // A `#` line inside a fenced block is a shell comment, not a heading.
  const outside = text.replace(/^```[\s\S]*?^```$/gm, "```");
  const lines = outside.split("\n");
  if (lines[0] !== `# ${name}`) faults.push(`the first line must be "# ${name}".`);
  const sentence = lines.slice(1).find((line) => line.trim() !== "") ?? "";
  if (sentence.startsWith("#")) faults.push("a sentence must follow the title.");
  const had = lines.filter((line) => line.startsWith("## ")).map((line) => line.slice(3).trim());
  if (had.join("\n") !== headings.join("\n")) {
    faults.push(`headings must be: ${headings.join(" · ")}; they are: ${had.join(" · ")}.`);
  }
  const start = outside.indexOf("<!-- api:start -->");
  const end = outside.indexOf("<!-- api:end -->");
  if (start < 0 || end < start) faults.push("the markers api:start and api:end are missing.");
  if (!/^## Use\n+[\s\S]*?```/m.test(outside)) faults.push('"Use" must show a runnable example.');
  return faults;
}

if (import.meta.main) {
  readToolArguments("tools/check-readmes.ts");
  report("readmes", checkReadmes(workspaceRoot));
}
