// Writes specs/errors.md from the lists of the packages, specs/errors/<package>.md.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { workspaceRoot } from "./problems.ts";
import { readPackages } from "./workspace.ts";

const head = `<!-- Written by tools/build-errors.ts from specs/errors/*.md: change those. -->
# Error codes

Every error of SpikeLoom carries one of these codes, the place, what was expected and what was found,
and the next step. A code keeps its meaning for ever and is never used for anything else.
`;

/** Name the list of a package, relative to the root. */
export function partOf(folder: string): string {
  return `specs/errors/${basename(folder)}.md`;
}

/** Put the lists together, in the order of the layers. */
export function errorList(root: string): string {
  const parts = readPackages(root)
    .filter(({ folder }) => existsSync(join(root, partOf(folder))))
    .map(({ folder, manifest }) => {
      const text = readFileSync(join(root, partOf(folder)), "utf8");
      return `## ${manifest.name}\n\n${bodyOf(text)}\n`;
    });
  return [head, ...parts].join("\n");
}

/** Leave out a list's own title. */
function bodyOf(text: string): string {
  return text.replace(/^\s*#{1,2} .*\n/, "").trim();
}

if (import.meta.main)
  writeFileSync(join(workspaceRoot, "specs/errors.md"), errorList(workspaceRoot));
