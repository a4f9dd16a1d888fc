// Writes specs/errors.md from the lists of the packages, specs/errors/<package>.md; `--check` compares instead.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { report, workspaceRoot } from "./problems.ts";
import { readPackages } from "./workspace.ts";

const head = `<!-- Written by tools/build-errors.ts from specs/errors/*.md: change those. -->
# Error codes

Every error of SpikeLoom carries one of these codes, the place, what was expected and what was found,
and the next step. A code keeps its meaning for ever and is never used for anything else.
One that a script does not catch is printed with all that were found with it and with the script's own calls, none of ours.
`;

/** The Python package has error codes of its own, and no package.json. */
export const pythonFolder = "packages/python";

/** Name the list of a package, relative to the root. */
export function partOf(folder: string): string {
  return `specs/errors/${basename(folder)}.md`;
}

/** Combine the lists, in the order of the layers. */
export function errorList(root: string): string {
  const packages = readPackages(root).map(({ folder, manifest }) => [folder, manifest.name]);
  const parts = [...packages, [pythonFolder, "spikeloom (Python)"]].flatMap(
    ([folder = "", name]) => {
      const file = join(root, partOf(folder));
      if (!existsSync(file)) return [];
      return [`## ${name}\n\n${bodyOf(readFileSync(file, "utf8"))}\n`];
    },
  );
  return [head, ...parts].join("\n");
}

/** Remove a list's own title. */
function bodyOf(text: string): string {
  return text.replace(/^\s*#{1,2} .*\n/, "").trim();
}

if (import.meta.main) {
  const { options } = readToolArguments("tools/build-errors.ts", "[--check]");
  const [file, text] = [join(workspaceRoot, "specs/errors.md"), errorList(workspaceRoot)];
  if (!options.has("--check")) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) {
    report("errors", [{ place: "specs/errors.md", message: "Run `node tools/build-errors.ts`." }]);
  }
}
