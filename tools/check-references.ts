// Checks that the project references of TypeScript equal the workspace dependencies in the manifests.
import { existsSync } from "node:fs";
import { join, posix } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { dependenciesOf, readJson, readPackages } from "./workspace.ts";

/** Check each package's tsconfig.json and the two of the root, which name every package. */
export function checkReferences(root: string): readonly Problem[] {
  const packages = readPackages(root);
  const folders = new Map(packages.map(({ folder, manifest }) => [manifest.name, folder]));
  const built = [...folders.values()].filter((folder) =>
    existsSync(join(root, folder, "tsconfig.json")),
  );
  return [
    ...packages.flatMap(({ folder, manifest }) => {
      const wanted = dependenciesOf(manifest).flatMap((name) => folders.get(name) ?? []);
      return compareReferences(root, `${folder}/tsconfig.json`, wanted);
    }),
    ...compareReferences(root, "tsconfig.json", built),
    ...compareReferences(root, "tsconfig.tests.json", built),
  ];
}

function compareReferences(
  root: string,
  place: string,
  wanted: readonly string[],
): readonly Problem[] {
  if (!existsSync(join(root, place))) return [];
  const config = readJson(join(root, place)) as { references?: readonly { path: string }[] };
  const paths = (config.references ?? []).map(({ path }) => posix.join(posix.dirname(place), path));
  const had = new Set(paths.filter((path) => !path.endsWith(".json")));
  return [
    ...wanted.filter((path) => !had.has(path)).map((path) => `"references" lacks ${path}.`),
    ...[...had]
      .filter((path) => !wanted.includes(path))
      .map((path) => `"references" has ${path}, which is no dependency.`),
  ].map((message) => ({ place, message }));
}

if (import.meta.main) {
  readToolArguments("tools/check-references.ts");
  report("references", checkReferences(workspaceRoot));
}
