// Bundles the built command into packages/cli/dist/command, because 30 files start faster than 400; build first.
// The output consists of scripts, because V8 can cache their code together with the functions that were called.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { isAbsolute, join } from "node:path";
import { type OutputChunk, type Plugin, rolldown } from "rolldown";
import { readToolArguments } from "./arguments.ts";
import { replaceImports, replaceMeta } from "./module-syntax.ts";
import { workspaceRoot } from "./problems.ts";
import { readPackages } from "./workspace.ts";

const command = "packages/cli";

/** Modules that start worker threads. */
const starters: ReadonlySet<string> = new Set([
  "plugins/backend-clock/dist/batch/start-copy-worker.js",
  "plugins/backend-clock/dist/workers/start-clock-worker.js",
  "plugins/backend-event/dist/batch/start-event-worker.js",
  "packages/training/dist/workers/start-example-worker.js",
]);

/** Bundle the command without writing it; dynamic imports become chunks. */
export async function chunksOf(root: string): Promise<readonly OutputChunk[]> {
  const dist = join(root, command, "dist");
  const parts = { command: join(dist, "command.js"), link: join(dist, "commands/link.js") };
  const scripts = await bundled(root, parts, "cjs");
  const main = await bundled(root, { main: join(dist, "bundled-main.js") }, "esm");
  // A worker thread loads one file in a tenth of the time of 300.
  const threads = {
    "copy-worker": join(root, "plugins/backend-clock/dist/batch/copy-worker.js"),
    "clock-worker": join(root, "plugins/backend-clock/dist/workers/clock-worker.js"),
    "event-worker": join(root, "plugins/backend-event/dist/batch/event-worker.js"),
    "example-worker": join(root, "packages/training/dist/workers/example-worker.js"),
  };
  const workers = await bundled(root, threads, "esm");
  return [...main, ...scripts, ...workers];
}

async function bundled(
  root: string,
  input: Readonly<Record<string, string>>,
  format: "cjs" | "esm",
): Promise<readonly OutputChunk[]> {
  const bundle = await rolldown({
    input,
    platform: "node",
    external: outsideOf(root),
    plugins: [keepPlaces(root, format === "cjs" ? "importMeta" : "import.meta")],
    // A worker imports immediately what the command loads on demand.
    checks: { ineffectiveDynamicImport: format === "cjs" },
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  try {
    // Names without a hash, so that a build overwrites the previous one while other processes read it.
    const name = format === "cjs" ? "[name].cjs" : "[name].js";
    const { output } = await bundle.generate({
      format,
      entryFileNames: name,
      chunkFileNames: name,
      // V8 reads text in ASCII fastest; comments would be read at each start.
      comments: { jsdoc: false },
      minify: {
        compress: false,
        mangle: false,
        codegen: { asciiOnly: true, removeWhitespace: false },
      },
      minifyInternalExports: false,
    });
    return output.filter((file) => file.type === "chunk");
  } finally {
    await bundle.close();
  }
}

function writeChunks(root: string, chunks: readonly OutputChunk[]): void {
  const folder = join(root, command, "dist/command");
  mkdirSync(folder, { recursive: true });
  for (const { fileName, code } of chunks) {
    const hash = createHash("sha256").update(code).digest("hex").slice(0, 32);
    // The first line lets a script find its compiled code; external imports are left to its loader.
    const text = fileName.endsWith(".cjs")
      ? `//${hash}\n${replaceImports(code, "importModule")}`
      : code;
    writeChanged(join(folder, fileName), text);
  }
  const written = new Set(chunks.map(({ fileName }) => fileName));
  const stale = readdirSync(folder).filter((name) => !written.has(name));
  for (const name of stale) rmSync(join(folder, name), { recursive: true });
}

/** Leave an unchanged file alone, because another process may be reading it. */
function writeChanged(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, "utf8") !== text) writeFileSync(path, text);
}

/** Third-party code remains a package, with its licence, native code and versions. */
function outsideOf(root: string): (id: string) => boolean {
  const packages = readPackages(root);
  const ours = packages.map(({ manifest }) => manifest.name);
  const listed = packages.find(({ folder }) => folder === command)?.manifest.dependencies ?? {};
  return (id) => {
    if (id.startsWith(".") || isAbsolute(id)) return false;
    if (isBuiltin(id)) return true;
    const name = /^(@[^/]+\/)?[^/]+/.exec(id)?.[0] ?? id;
    if (ours.includes(name)) return false;
    if (listed[name] !== undefined) return true;
    throw new Error(`The bundle imports ${id}: add ${name} to the dependencies of ${command}.`);
  };
}

/** Let modules find files in their own folder by `meta`, although their code moves into the bundle. */
function keepPlaces(root: string, meta: string): Plugin {
  const packages = readPackages(root).map(({ folder, manifest }) => ({
    name: manifest.name,
    folder,
    dist: `${join(root, folder, "dist").replaceAll("\\", "/")}/`,
    isCommand: folder === command,
  }));
  return {
    name: "keep-places",
    transform(code, id) {
      if (!code.includes("import.meta")) return null;
      const module = id.replaceAll("\\", "/");
      const found = packages.find(({ dist }) => module.startsWith(dist));
      // The bundler's own helper code.
      if (found === undefined) return null;
      const path = module.slice(found.dist.length);
      const place = starters.has(`${found.folder}/dist/${path}`)
        ? // The workers are next to the chunks.
          `new URL("./start.js", ${meta}.url).href`
        : found.isCommand
          ? `new URL("../${path}", ${meta}.url).href`
          : // An export "." is at the top of dist.
            `new URL("./${path}", ${meta}.resolve("${found.name}")).href`;
      return { code: replaceMeta(code, { meta, url: place }), map: null };
    },
  };
}

if (import.meta.main) {
  readToolArguments("tools/bundle-command.ts");
  const chunks = await chunksOf(workspaceRoot);
  writeChunks(workspaceRoot, chunks);
  const bytes = chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
  console.log(`command: ${chunks.length} files, ${(bytes / 1024).toFixed(0)} KiB`);
}
