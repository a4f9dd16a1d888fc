// Packs the command and the library into one tarball with their dependencies: `pack:self-contained FOLDER`.
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import { type OutputChunk, type Plugin, rolldown } from "rolldown";
import { dts } from "rolldown-plugin-dts";
import { readToolArguments } from "./arguments.ts";
import { licencesOf } from "./build-wheel.ts";
import { replaceMeta } from "./module-syntax.ts";
import { runTarget } from "./nx/run.ts";
import { removePacked } from "./pack-command.ts";
import { workspaceRoot } from "./problems.ts";
import { type Manifest, readJson, readPackages } from "./workspace.ts";

const command = "packages/cli";

/** A third-party package that remains a dependency: npm selects its native code for the machine. */
const native = "@resvg/resvg-js";

/** An entry of the library: `./data` of `spikeloom` is "." of `@spikeloom/data`. */
interface Entry {
  /** Import path below `spikeloom`: `.`, `./train`, `./data`, `./interop/nwb`. */
  readonly path: string;
  /** Name by which our packages import it. */
  readonly specifier: string;
  /** Name of its files, without extension. */
  readonly name: string;
  readonly module: string;
  readonly types: string;
}

/** Pack the packages that `build` wrote; returns the path of the tarball. */
export async function packSelfContained(root: string, folder: string): Promise<string> {
  const stage = mkdtempSync(join(tmpdir(), "spikeloom-stage-"));
  try {
    const home = join(stage, "package");
    const entries = entriesOf(root);
    const chunks = await bundleModules(root, entries, join(home, "dist"));
    await bundleTypes(entries, join(home, "dist"));
    const { name, version } = writeBeside(root, home, { entries, chunks });
    mkdirSync(folder, { recursive: true });
    removePacked(folder);
    const file = join(folder, `${name}-${version}.tgz`);
    const { status, stderr } = spawnSync("tar", ["-czf", file, "-C", stage, "package"]);
    if (status !== 0) throw new Error(`tar could not write ${file}: ${String(stderr)}`);
    return file;
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

/** List the entries of `spikeloom`, and of every package that it contains. */
function entriesOf(root: string): readonly Entry[] {
  const packages = readPackages(root);
  const wanted = new Set(["spikeloom"]);
  for (const one of wanted) {
    const found = packages.find(({ manifest }) => manifest.name === one);
    for (const name of Object.keys(found?.manifest.dependencies ?? {})) wanted.add(name);
  }
  const all = packages
    .filter(({ manifest }) => wanted.has(manifest.name))
    .flatMap(({ folder, manifest }) =>
      Object.entries(manifest.exports ?? {}).flatMap(([path, target]) => {
        if (typeof target === "string") return [];
        const specifier = manifest.name + path.slice(1);
        const own = specifier.replace(/^(@spikeloom|spikeloom)\/?/, "");
        const isMain = manifest.name === "spikeloom";
        const entry: Entry = {
          specifier,
          path: own === "" ? "." : `./${own}`,
          name: isMain ? own || "index" : `package-${own.replaceAll("/", "-")}`,
          module: join(root, folder, target["default"] ?? ""),
          types: join(root, folder, target["types"] ?? ""),
        };
        return [entry];
      }),
    );
  return all;
}

/** Entries that users can import: `spikeloom/pynn` and others take precedence over the package of that name. */
function exportedOf(entries: readonly Entry[]): readonly Entry[] {
  const isMain = ({ specifier }: Entry): boolean => /^spikeloom(\/|$)/.test(specifier);
  const taken = new Set(entries.filter(isMain).map(({ path }) => path));
  return entries.filter((entry) => isMain(entry) || !taken.has(entry.path));
}

/** Bundle the library, the command and the workers; parts loaded on demand are separate files. */
async function bundleModules(
  root: string,
  entries: readonly Entry[],
  dir: string,
): Promise<readonly OutputChunk[]> {
  const bundle = await rolldown({
    input: {
      ...Object.fromEntries(exportedOf(entries).map(({ name, module }) => [name, module])),
      main: join(root, command, "dist/main.js"),
      "copy-worker": join(root, "plugins/backend-clock/dist/batch/copy-worker.js"),
      "clock-worker": join(root, "plugins/backend-clock/dist/workers/clock-worker.js"),
      "event-worker": join(root, "plugins/backend-event/dist/batch/event-worker.js"),
      "example-worker": join(root, "packages/training/dist/workers/example-worker.js"),
    },
    platform: "node",
    external: native,
    plugins: [keepPlaces(root)],
    // The duration of plugins depends on the machine.
    checks: { pluginTimings: false },
    onLog(_level, log) {
      throw new Error(log.message);
    },
  });
  try {
    const names = { entryFileNames: "entries/[name].js", chunkFileNames: "chunks/[name].js" };
    const { output } = await bundle.write({ dir, format: "esm", ...names });
    const chunks = output.filter((file) => file.type === "chunk");
    const own = new Set(chunks.map(({ fileName }) => fileName));
    const missing = chunks
      .flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports])
      .filter((name) => !own.has(name) && !isBuiltin(name) && name !== native);
    if (missing.length > 0) throw new Error(`The tarball would lack ${missing.join(", ")}.`);
    return chunks;
  } finally {
    await bundle.close();
  }
}

/** Bundle the declarations of all entries. */
async function bundleTypes(entries: readonly Entry[], dir: string): Promise<void> {
  const files = new Map(entries.map(({ specifier, types }) => [specifier, types]));
  const bundle = await rolldown({
    input: Object.fromEntries(exportedOf(entries).map(({ name, types }) => [name, types])),
    plugins: [
      { name: "our-types", resolveId: (id) => files.get(id) ?? null },
      dts({ dtsOnly: true, generator: "oxc", tsconfig: false }),
    ],
    // The duration of plugins depends on the machine.
    checks: { pluginTimings: false },
    onLog(_level, log) {
      throw new Error(log.message);
    },
  });
  try {
    const names = { entryFileNames: "entries/[name].ts", chunkFileNames: "chunks/[name].ts" };
    await bundle.write({ dir, format: "esm", ...names });
  } finally {
    await bundle.close();
  }
}

/** Modules that start a worker, which is an entry of the bundle. */
const starters: ReadonlySet<string> = new Set([
  "plugins/backend-clock/dist/batch/start-copy-worker.js",
  "plugins/backend-clock/dist/workers/start-clock-worker.js",
  "plugins/backend-event/dist/batch/start-event-worker.js",
  "packages/training/dist/workers/start-example-worker.js",
]);

/** Let modules find files in their own folder, as if `dist` of their package were that of the tarball. */
function keepPlaces(root: string): Plugin {
  return {
    name: "keep-places",
    transform(code, id) {
      if (!code.includes("import.meta.url")) return null;
      const module = relative(root, id).replaceAll("\\", "/");
      const [, path] = /^(?:packages|plugins)\/[^/]+\/dist\/(.+)$/.exec(module) ?? [];
      if (path === undefined) return null;
      // Code is written to `dist/entries` or `dist/chunks`, and workers to the former.
      const place = starters.has(module) ? "../entries/start.js" : `../${path}`;
      const url = `new URL("${place}", import.meta.url).href`;
      return { code: replaceMeta(code, { meta: "import.meta", url }), map: null };
    },
  };
}

interface Packed extends Manifest {
  readonly version: string;
}

/** Write the files that are not modules: manifest, licences, schemas, font and the program. */
function writeBeside(
  root: string,
  home: string,
  {
    entries,
    chunks,
  }: { readonly entries: readonly Entry[]; readonly chunks: readonly OutputChunk[] },
): Packed {
  const manifest = readJson(join(root, command, "package.json")) as Packed;
  const exported = exportedOf(entries).map(({ path, name }) => [
    path,
    { types: `./dist/entries/${name}.d.ts`, default: `./dist/entries/${name}.js` },
  ]);
  const {
    browser: _,
    files: __,
    publishConfig: ___,
    devDependencies: ____,
    ...own
  } = manifest as Packed & Readonly<Record<string, unknown>>;
  const whole = {
    ...own,
    exports: { ...Object.fromEntries(exported), "./schemas/*": "./schemas/*" },
    dependencies: { [native]: manifest.dependencies?.[native] },
  };
  const write = (name: string, text: string): void => writeFileSync(join(home, name), text);
  write("package.json", `${JSON.stringify(whole, null, 2)}\n`);
  write("LICENSE", readFileSync(join(root, "LICENSE"), "utf8"));
  write("LICENSES.txt", licencesOf(root, chunks));
  cpSync(join(root, command, "README.md"), join(home, "README.md"));
  cpSync(join(root, command, "schemas"), join(home, "schemas"), { recursive: true });
  cpSync(join(root, "packages/plots/fonts"), join(home, "fonts"), { recursive: true });
  mkdirSync(join(home, "bin"));
  write("dist/main.js", 'import "./entries/main.js";\n');
  write("bin/spikeloom.js", '#!/usr/bin/env node\nimport "../dist/main.js";\n');
  return manifest;
}

if (import.meta.main) {
  const [given = ""] = readToolArguments("pack:self-contained", "FOLDER").names;
  const built = await runTarget("build");
  if (built !== 0) process.exit(built);
  // The user's folder, from which the clone may have been called.
  const folder = resolve(process.env["INIT_CWD"] ?? ".", given);
  const file = await packSelfContained(workspaceRoot, folder);
  console.log(`${file}: ${(statSync(file).size / 2 ** 20).toFixed(1)} MiB`);
  console.log(`\nIn a project of your own:\n  npm install ${file}`);
}
