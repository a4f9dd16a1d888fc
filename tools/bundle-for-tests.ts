// Bundles the workers and scripts that tests start repeatedly, because loading their 300 modules takes ten times as
// long.
// A process started with `--import` of `useBundled` runs the bundle; build first.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { isAbsolute, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Plugin, rolldown } from "rolldown";
import { bundledPlace, useBundled } from "./bundled-place.ts";
import { replaceMeta } from "./module-syntax.ts";
import { readPackages } from "./workspace.ts";

/** Entry modules of worker threads, without file name extension. */
const threads: Readonly<Record<string, readonly [folder: string, module: string]>> = {
  "copy-worker": ["plugins/backend-clock", "batch/copy-worker"],
  "clock-worker": ["plugins/backend-clock", "workers/clock-worker"],
  "event-worker": ["plugins/backend-event", "batch/event-worker"],
  "example-worker": ["packages/training", "workers/example-worker"],
};

interface Bundled {
  /** Of the bundle. */
  readonly name: string;
  /** Outputs of `build`, and the sources from which they were built. */
  readonly module: string;
  readonly source: string;
}

/** Bundle the output of `build`. */
export async function bundleForTests(root: string): Promise<void> {
  const packages = new Map<string, Bundled>();
  for (const { folder, manifest } of readPackages(root)) {
    for (const [path, target] of Object.entries(manifest.exports ?? {})) {
      if (typeof target === "string") continue;
      const { default: module, "@spikeloom/source": source } = target;
      if (module === undefined || source === undefined) continue;
      const specifier = manifest.name + path.slice(1);
      // `spikeloom/sweep` and `@spikeloom/sweep` are two modules.
      const name = specifier.replace("@spikeloom/", "package-").replaceAll("/", "-");
      const [built, written] = [module, source].map((file) => join(root, folder, file));
      packages.set(specifier, { name, module: built ?? "", source: written ?? "" });
    }
  }
  const starts = Object.entries(threads).map(([name, [folder, module]]) => {
    const files = [`${folder}/src/${module}.ts`, `${folder}/dist/${module}.js`];
    return { name, files: files.map((file) => join(root, file)) };
  });
  const input = Object.fromEntries([
    ...[...packages.values()].map(({ name, module }) => [name, module]),
    ...starts.map(({ name, files }) => [name, files[1]]),
  ]);
  const bundle = await rolldown({
    input,
    platform: "node",
    external: (id) => !(id.startsWith(".") || isAbsolute(id) || packages.has(id)) || isBuiltin(id),
    plugins: [keepPlaces],
    // The duration of plugins depends on the machine; an entry here need not be a chunk for others.
    checks: { pluginTimings: false, ineffectiveDynamicImport: false },
    onLog(_level, log) {
      throw new Error(log.message);
    },
  });
  const dir = join(root, bundledPlace);
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  try {
    const names = { entryFileNames: "[name].mjs", chunkFileNames: "chunks/[name].mjs" };
    await bundle.write({ dir, format: "esm", ...names });
  } finally {
    await bundle.close();
  }
  const urlOf = (name: string): string => pathToFileURL(join(dir, `${name}.mjs`)).href;
  const imported = [...packages].map(([specifier, { name }]) => [specifier, urlOf(name)]);
  const started = starts.flatMap(({ name, files }) =>
    files.map((file) => [pathToFileURL(file).href, urlOf(name)]),
  );
  const sources = [...packages.values()].map(({ name, source }) => [
    pathToFileURL(source).href,
    urlOf(name),
  ]);
  writeFileSync(join(root, useBundled), redirecting({ imported, started, sources }));
}

/** Modules still find files, and worker modules, in their original location. */
const keepPlaces: Plugin = {
  name: "keep-places",
  transform(code, id) {
    if (!code.includes("import.meta")) return null;
    const url = JSON.stringify(pathToFileURL(id).href);
    return { code: replaceMeta(code, { meta: "import.meta", url }), map: null };
  },
};

/** The test program itself still runs the sources. */
function redirecting({
  imported,
  started,
  sources,
}: Readonly<Record<"imported" | "started" | "sources", readonly (readonly string[])[]>>): string {
  return `import { registerHooks } from "node:module";
import { isMainThread } from "node:worker_threads";

const imported = new Map(${JSON.stringify(imported, null, 2)});
const started = new Map(${JSON.stringify(started, null, 2)});
// Scripts of this repository name the same modules by their files.
const sources = new Map(${JSON.stringify(sources, null, 2)});
let isBundled = new URL(import.meta.url).search === "?scripts";

registerHooks({
  resolve(specifier, context, next) {
    const thread = started.get(specifier);
    if (thread !== undefined && !isMainThread) isBundled = true;
    const url = thread ?? (isBundled ? imported.get(specifier) : undefined);
    const found = url === undefined ? next(specifier, context) : undefined;
    const bundled = url ?? (isBundled ? sources.get(found?.url) : undefined);
    return bundled === undefined ? found : { url: bundled, format: "module", shortCircuit: true };
  },
});
`;
}
