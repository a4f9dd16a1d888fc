// Checks the layers of packages, that every import matches its package's manifest, and that there are no import
// cycles between files.
import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join, posix } from "node:path";
import { readToolArguments } from "./arguments.ts";
import { checkCircles } from "./circles.ts";
import { type Problem, report, workspaceRoot } from "./problems.ts";
import { importsOf, readSource } from "./syntax.ts";
import {
  dependenciesOf,
  filesUnder,
  layerOf,
  type Manifest,
  readJson,
  readPackages,
  type WorkspacePackage,
} from "./workspace.ts";

const modelPlugins: ReadonlySet<string> = new Set([
  "plugins/neurons",
  "plugins/synapses",
  "plugins/plasticity",
]);

/** Check all rules about dependencies; an empty list means that all hold. */
export function checkBoundaries(root: string): readonly Problem[] {
  const packages = readPackages(root);
  const folders = new Map(packages.map(({ folder, manifest }) => [manifest.name, folder]));
  return [
    ...packages.flatMap((one) => checkManifest(one, folders)),
    ...packages.flatMap((one) => checkImports(root, one)),
  ];
}

function checkManifest(
  { folder, manifest }: WorkspacePackage,
  folders: ReadonlyMap<string, string>,
): readonly Problem[] {
  const place = `${folder}/package.json`;
  const layer = layerOf(folder);
  if (layer === undefined) {
    return [{ place, message: "no layer is known for this folder: add it to tools/workspace.ts." }];
  }
  const names = dependenciesOf(manifest);
  const problems = names.flatMap((name) => {
    const message = refusal(folder, layer, name, folders.get(name));
    return message === undefined ? [] : [{ place, message }];
  });
  const upward = Object.keys(manifest.devDependencies ?? {}).filter(
    (name) => layerOf(folders.get(name) ?? "") === 7,
  );
  return [
    ...problems,
    ...upward.map((name) => ({
      place,
      message: `nothing may depend on layer 7, so not on ${name}.`,
    })),
  ];
}

/** Explain why a dependency is not allowed; undefined if it is. */
function refusal(
  folder: string,
  layer: number,
  name: string,
  target: string | undefined,
): string | undefined {
  if (folder === "packages/kernel") return `the kernel has no dependencies, so not ${name}.`;
  if (modelPlugins.has(folder) && target !== "packages/kernel") {
    return `a model plugin depends on @spikeloom/kernel alone, so not on ${name}.`;
  }
  if (target === undefined) return undefined;
  if (folder.startsWith("plugins/") && target.startsWith("plugins/")) {
    return `plugins never depend on plugins, so not on ${name}.`;
  }
  const theirs = layerOf(target) ?? 8;
  if (theirs < layer) return undefined;
  return `layer ${layer} may depend on lower layers only; ${name} is in layer ${theirs}.`;
}

function checkImports(root: string, { folder, manifest }: WorkspacePackage): readonly Problem[] {
  const needed = new Set([manifest.name, ...dependenciesOf(manifest)]);
  const rootFile = join(root, "package.json");
  const tools = existsSync(rootFile) ? (readJson(rootFile) as Manifest).devDependencies : {};
  const inTests = new Set([...needed, ...Object.keys({ ...manifest.devDependencies, ...tools })]);
  return (["src", "test"] as const).flatMap((part) =>
    filesUnder(root, `${folder}/${part}`, ".ts").flatMap((path) => {
      const allowed = part === "src" ? needed : inTests;
      const within = part === "src" ? [`${folder}/src`] : [folder, "tools/test"];
      return importsOf(readSource(root, path)).flatMap(({ name, place }) => {
        const message = name.startsWith(".")
          ? relativeFault(path, name, within)
          : bareFault(name, allowed);
        return message === undefined ? [] : [{ place, message }];
      });
    }),
  );
}

/** Tests may also import shared test code from `tools/test`. */
function relativeFault(path: string, name: string, within: readonly string[]): string | undefined {
  const target = posix.join(posix.dirname(path), name);
  const inside = within.some((folder) => target.startsWith(`${folder}/`));
  return inside ? undefined : `"${name}" leaves ${within[0]}.`;
}

function bareFault(name: string, allowed: ReadonlySet<string>): string | undefined {
  if (isBuiltin(name)) return name.startsWith("node:") ? undefined : `write "node:${name}".`;
  const owner = name.split("/", name.startsWith("@") ? 2 : 1).join("/");
  return allowed.has(owner) ? undefined : `"${owner}" is not in the manifest.`;
}

if (import.meta.main) {
  readToolArguments("tools/check-boundaries.ts");
  report("boundaries", [...checkBoundaries(workspaceRoot), ...checkCircles(workspaceRoot)]);
}
