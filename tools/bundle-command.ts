// Bundles the built command into packages/cli/dist/command, as 30 files start faster than 400; build first.
import { readdirSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { isAbsolute, join } from "node:path";
import { type OutputChunk, type Plugin, type RolldownBuild, rolldown } from "rolldown";
import { workspaceRoot } from "./problems.ts";
import { readPackages } from "./workspace.ts";

const command = "packages/cli";

/** Bundle the command without writing it: a chunk is loaded where the sources import dynamically. */
export function chunksOf(root: string): Promise<readonly OutputChunk[]> {
  return withBundle(root, async (bundle) => chunksIn(await bundle.generate(outputOf(root))));
}

async function writeChunks(root: string): Promise<readonly OutputChunk[]> {
  const output = outputOf(root);
  const chunks = await withBundle(root, async (bundle) => chunksIn(await bundle.write(output)));
  const written = new Set(chunks.map(({ fileName }) => fileName));
  const stale = readdirSync(output.dir).filter((name) => !written.has(name));
  for (const name of stale) rmSync(join(output.dir, name), { recursive: true });
  return chunks;
}

async function withBundle<Made>(
  root: string,
  make: (bundle: RolldownBuild) => Promise<Made>,
): Promise<Made> {
  const bundle = await rolldown({
    input: join(root, command, "dist/main.js"),
    platform: "node",
    external: outsideOf(root),
    plugins: [keepPlaces(root)],
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  try {
    return await make(bundle);
  } finally {
    await bundle.close();
  }
}

// Names without a hash, so that a build writes over the one before while others read it.
const outputOf = (root: string) =>
  ({
    dir: join(root, command, "dist/command"),
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
  }) as const;

function chunksIn({ output }: Awaited<ReturnType<RolldownBuild["write"]>>): readonly OutputChunk[] {
  return output.filter((file) => file.type === "chunk");
}

/** What others wrote stays a package, with its licence, its native code and its own versions. */
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

/** Let modules find the files beside them, although their code moves into the bundle. */
function keepPlaces(root: string): Plugin {
  const packages = readPackages(root).map(({ folder, manifest }) => ({
    name: manifest.name,
    dist: `${join(root, folder, "dist").replaceAll("\\", "/")}/`,
    isCommand: folder === command,
  }));
  return {
    name: "keep-places",
    transform(code, id) {
      if (!code.includes("import.meta.url")) return null;
      const module = id.replaceAll("\\", "/");
      const found = packages.find(({ dist }) => module.startsWith(dist));
      // The bundler's own few lines of code.
      if (found === undefined) return null;
      const path = module.slice(found.dist.length);
      const place = found.isCommand
        ? `new URL("../${path}", import.meta.url).href`
        : // An export "." lies at the top of dist.
          `new URL("./${path}", import.meta.resolve("${found.name}")).href`;
      return { code: code.replaceAll("import.meta.url", place), map: null };
    },
  };
}

if (import.meta.main) {
  const chunks = await writeChunks(workspaceRoot);
  const bytes = chunks.reduce((sum, { code }) => sum + Buffer.byteLength(code), 0);
  console.log(`command: ${chunks.length} files, ${(bytes / 1024).toFixed(0)} KiB`);
}
