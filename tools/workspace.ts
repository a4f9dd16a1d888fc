import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

type Names = Readonly<Record<string, string>>;

/** Fields of a package.json that the tools read. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly description?: string;
  readonly dependencies?: Names;
  readonly devDependencies?: Names;
  readonly peerDependencies?: Names;
  readonly optionalDependencies?: Names;
  readonly exports?: Readonly<Record<string, string | Names>>;
}

export interface WorkspacePackage {
  /** Relative to the root, with slashes: `packages/kernel`. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Layer by folder: imports must go to a strictly lower one. */
export const layers: Readonly<Record<string, number>> = {
  "packages/kernel": 0,
  "packages/units": 1,
  "packages/random": 1,
  "packages/files": 1,
  "packages/equations": 2,
  "packages/network": 3,
  "packages/program": 4,
  // Generated from programs, and not read by any of them.
  "packages/code": 4.5,
  "packages/simulate": 5,
  "packages/analysis": 5,
  // Below learning algorithms, which are plugins.
  "packages/training": 5.5,
  // Below emulators of chips, which are plugins.
  "packages/mapping": 5.5,
  "packages/interop": 6,
  "packages/pynn": 6,
  "packages/plots": 6,
  "packages/conformance": 6,
  // Opens files with the readers of interop.
  "packages/data": 6.2,
  "packages/link": 6.5,
  "packages/sweep": 6.5,
  "packages/cli": 7,
  "packages/python": 7,
  "packages/playground": 7,
  "packages/reproductions": 7,
  // Models need only the kernel, and packages that refer to them build on them.
  "plugins/neurons": 1,
  "plugins/synapses": 1,
  "plugins/plasticity": 1,
};

/** Find the layer of a package folder; undefined if the table has none. Other plugins are layer 6. */
export function layerOf(folder: string): number | undefined {
  return layers[folder] ?? (folder.startsWith("plugins/") ? 6 : undefined);
}

/** List the dependencies of the published package, without development dependencies. */
export function dependenciesOf(manifest: Manifest): readonly string[] {
  const { dependencies, peerDependencies, optionalDependencies } = manifest;
  return Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });
}

/** Read a JSON file. */
export function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** List the packages of a workspace, lowest layer first, then in the order of the table. */
export function readPackages(root: string): readonly WorkspacePackage[] {
  const order = Object.keys(layers);
  const rank = ({ folder }: WorkspacePackage): number =>
    (layerOf(folder) ?? 8) * 100 + (order.indexOf(folder) + 1 || 50);
  return ["packages", "plugins"]
    .flatMap((group) => foldersIn(join(root, group)).map((name) => `${group}/${name}`))
    .filter((folder) => existsSync(join(root, folder, "package.json")))
    .map((folder) => ({
      folder,
      manifest: readJson(join(root, folder, "package.json")) as Manifest,
    }))
    .sort((a, b) => rank(a) - rank(b) || a.folder.localeCompare(b.folder));
}

function foldersIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
}

const skipped: ReadonlySet<string> = new Set(["node_modules", "dist", ".tsbuild", ".venv"]);

/** List the files below a folder of the root, relative to the root, in a stable order. */
export function filesUnder(root: string, folder: string, ending = ""): readonly string[] {
  const full = join(root, folder);
  if (!existsSync(full)) return [];
  const found: string[] = [];
  for (const entry of readdirSync(full, { withFileTypes: true })) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      if (!skipped.has(entry.name)) found.push(...filesUnder(root, path, ending));
    } else if (entry.name.endsWith(ending)) found.push(path);
  }
  return found.sort();
}
