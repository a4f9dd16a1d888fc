// Builds the Python wheel: bundles what `spikeloom link` needs into it, then calls hatchling.
// `node tools/build-wheel.ts [FOLDER]` writes to packages/python/dist by default; build first, or pass
// `--build`.
import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { isBuiltin } from "node:module";
import { join, relative, resolve } from "node:path";
import { type OutputChunk, type Plugin, rolldown } from "rolldown";
import { readToolArguments } from "./arguments.ts";
import { runTarget } from "./nx/run.ts";
import { workspaceRoot } from "./problems.ts";
import { readJson } from "./workspace.ts";

const project = "packages/python";
const command = `${project}/spikeloom/_command`;
const most = 5 * 2 ** 20;

/** Native packages that the wheel omits: those that draw PNGs, which no Python call needs. */
const absent = ["@resvg/resvg-js"];

/** Modules that load files from their own folder, and the location of these in the bundle. */
const places: Readonly<Record<string, string>> = {
  "packages/cli/dist/commands/link.js": `new URL("./dist/commands/link.js", import.meta.url).href`,
  "packages/cli/dist/command.js": `new URL("./dist/command.js", import.meta.url).href`,
  "packages/cli/dist/new-plugin/write-package.js": `new URL("./dist/new-plugin/write-package.js", import.meta.url).href`,
  // Starts the command again, which is in the folder of every chunk.
  "packages/cli/dist/sweep/sweep-network.js": `new URL("./sweep/sweep-network.js", import.meta.url).href`,
  // Occurs in the text of a package that is written.
  "packages/cli/dist/new-plugin/test-text.js": "import.meta.url",
  "packages/cli/dist/new-plugin/kinds/connector.js": "import.meta.url",
  // Searches for a font once it has the PNG renderer, which is not included.
  "packages/plots/dist/png.js": "import.meta.url",
  // Searches for optional packages installed next to the bundle.
  "packages/interop/dist/hdf5/filters/decode-thread.js": "import.meta.url",
  "packages/code/dist/processor/request.js": "import.meta.url",
  // Start workers, which are entries of the bundle and thus in the folder of every chunk.
  "plugins/backend-clock/dist/batch/start-copy-worker.js": "import.meta.url",
  "plugins/backend-clock/dist/workers/start-clock-worker.js": "import.meta.url",
  "plugins/backend-event/dist/batch/start-event-worker.js": "import.meta.url",
  "packages/training/dist/workers/start-example-worker.js": "import.meta.url",
};

/** Bundle the link and the command with all their imports, because a wheel has no node_modules. */
async function bundleLink(root: string): Promise<readonly OutputChunk[]> {
  const bundle = await rolldown({
    input: {
      link: join(root, "packages/cli/dist/commands/link.js"),
      command: join(root, "packages/cli/dist/command.js"),
      "copy-worker": join(root, "plugins/backend-clock/dist/batch/copy-worker.js"),
      "clock-worker": join(root, "plugins/backend-clock/dist/workers/clock-worker.js"),
      "event-worker": join(root, "plugins/backend-event/dist/batch/event-worker.js"),
      "example-worker": join(root, "packages/training/dist/workers/example-worker.js"),
    },
    platform: "node",
    external: absent,
    plugins: [keepPlaces(root)],
    onLog(_level, log) {
      throw new Error(log.message);
    },
  });
  const dir = join(root, command);
  try {
    const names = { entryFileNames: "[name].js", chunkFileNames: "[name].js" };
    const { output } = await bundle.write({ dir, format: "esm", minify: true, ...names });
    return withoutImports(output.filter((file) => file.type === "chunk"));
  } finally {
    await bundle.close();
  }
}

function withoutImports(chunks: readonly OutputChunk[]): readonly OutputChunk[] {
  const own = new Set(chunks.map(({ fileName }) => fileName));
  const all = chunks.flatMap(({ imports, dynamicImports }) => [...imports, ...dynamicImports]);
  const missing = all.filter(
    (name) => !own.has(name) && !isBuiltin(name) && !absent.includes(name),
  );
  if (missing.length === 0) return chunks;
  throw new Error(`The wheel would lack ${missing.join(", ")}.`);
}

function keepPlaces(root: string): Plugin {
  return {
    name: "keep-places",
    transform(code, id) {
      const module = relative(root, id).replaceAll("\\", "/");
      const isOurs = !module.startsWith("..") && !id.startsWith("\0");
      if (!isOurs || !code.includes("import.meta.url")) return null;
      const place = places[module];
      if (place === undefined)
        throw new Error(`${module} reads files next to itself: add it to places.`);
      return { code: code.replaceAll("import.meta.url", place), map: null };
    },
  };
}

const main = `import { enableCompileCache } from "node:module";
enableCompileCache();
if (process.argv.length === 3 && process.argv[2] === "link") {
  await (await import("./link.js")).linkCommand();
} else {
  process.exitCode = await (await import("./command.js")).main(process.argv.slice(2));
}
`;

/**
 * Write the files that are not modules, and remove those of an earlier build; other processes may be reading the rest.
 */
function writeBeside(root: string, chunks: readonly OutputChunk[]): void {
  const { version } = readJson(join(root, "packages/cli/package.json")) as { version: string };
  const written = new Set(chunks.map(({ fileName }) => fileName));
  const write = (name: string, text: string): void => {
    writeFileSync(join(root, command, name), text);
    written.add(name);
  };
  write("main.js", main);
  write("package.json", `${JSON.stringify({ name: "spikeloom", version, type: "module" })}\n`);
  write("LICENSES.txt", licencesOf(root, chunks));
  const stale = readdirSync(join(root, command)).filter((name) => !written.has(name));
  for (const name of stale) rmSync(join(root, command, name), { recursive: true });
}

/** The licences of the bundled code: ours, and those of third parties. */
export function licencesOf(root: string, chunks: readonly OutputChunk[]): string {
  const folders = chunks
    .flatMap(({ moduleIds }) => moduleIds)
    .map((id) => /^.*\/node_modules\/(@[^/]+\/)?[^/]+/.exec(id.replaceAll("\\", "/"))?.[0])
    .filter((folder) => folder !== undefined);
  const texts = [...new Set(folders)].sort().map((folder) => licenceOf(root, folder));
  return [readFileSync(join(root, "LICENSE"), "utf8"), ...texts].join(`\n${"-".repeat(80)}\n\n`);
}

function licenceOf(root: string, folder: string): string {
  const { name, version, license } = readJson(join(folder, "package.json")) as {
    readonly [key: string]: string;
  };
  const kept = `${name?.replace("@", "").replace("/", "-")}.txt`;
  const file = [join(folder, "LICENSE"), join(root, project, "licences", kept)].find(existsSync);
  if (file === undefined) throw new Error(`${name} has no licence text: add licences/${kept}.`);
  return `${name} ${version}: ${license}\n\n${readFileSync(file, "utf8")}`;
}

/** Build the wheel and return its path. */
function buildWheel(root: string, folder: string): string {
  const windows = process.platform === "win32";
  const environment = join(root, ".venv", windows ? "Scripts/python.exe" : "bin/python");
  const given = process.env["SPIKELOOM_PYTHON"];
  const cwd = join(root, project);
  mkdirSync(folder, { recursive: true });
  for (const name of wheelsIn(folder)) rmSync(join(folder, name));
  const stdio = ["ignore", "ignore", "inherit"] as const;
  if (given !== undefined || existsSync(environment)) {
    const args = ["-m", "hatchling", "build", "--target", "wheel", "--directory", folder];
    execFileSync(given ?? environment, args, { cwd, stdio: [...stdio] });
  } else {
    // Any Python version: pip fetches hatchling for the build.
    const args = ["-m", "pip", "wheel", ".", "--quiet", "--no-deps", "--wheel-dir", folder];
    execFileSync(windows ? "python" : "python3", args, { cwd, stdio: [...stdio] });
  }
  return join(folder, wheelsIn(folder)[0] ?? "");
}

function wheelsIn(folder: string): readonly string[] {
  return readdirSync(folder).filter((name) => /^spikeloom-.*\.whl$/.test(name));
}

if (import.meta.main) {
  const { options, names } = readToolArguments("tools/build-wheel.ts", "[FOLDER] [--build]");
  const built = options.has("--build") ? await runTarget("build") : 0;
  if (built !== 0) process.exit(built);
  const chunks = await bundleLink(workspaceRoot);
  writeBeside(workspaceRoot, chunks);
  const [named] = names;
  const own = join(workspaceRoot, project, "dist");
  const folder = named === undefined ? own : resolve(process.env["INIT_CWD"] ?? ".", named);
  const wheel = buildWheel(workspaceRoot, folder);
  const { size } = statSync(wheel);
  console.log(`${wheel}: ${(size / 1024).toFixed(0)} KiB, ${chunks.length} chunks`);
  if (size > most) {
    console.error(`A wheel has at most ${most / 2 ** 20} MiB.`);
    process.exitCode = 1;
  }
}
