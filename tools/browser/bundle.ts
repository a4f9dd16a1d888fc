import { relative, resolve } from "node:path";
import { type Plugin, rolldown } from "rolldown";

const root = resolve(import.meta.dirname, "../..");

/** Options for bundling entries. */
interface BundleOptions {
  /** Whether workers are bundled too, sharing their code with the page. */
  readonly workers?: boolean;
}

/** Bundle entries, given by name, for a browser; our packages are used as `build` wrote them. */
export async function bundleFor(
  input: Readonly<Record<string, string>>,
  folder: string,
  { workers = true }: BundleOptions = {},
): Promise<number> {
  const bundle = await rolldown({
    input: { ...input },
    platform: "browser",
    plugins: [useBuilt(), ...(workers ? [bundleWorkers()] : [])],
    onLog: (_level, log) => {
      throw new Error(log.message);
    },
  });
  try {
    const { output } = await bundle.write({
      dir: folder,
      format: "esm",
      entryFileNames: "[name].js",
      minify: true,
    });
    return output.reduce((sum, file) => sum + (file.type === "chunk" ? file.code.length : 0), 0);
  } finally {
    await bundle.close();
  }
}

/** Use the published exports in place of the sources that our own scripts import. */
function useBuilt(): Plugin {
  return {
    name: "use-built",
    resolveId(id, importer) {
      if (importer === undefined || !id.startsWith(".")) return null;
      const path = relative(root, resolve(importer, "..", id)).replaceAll("\\", "/");
      const [, home, module] = /^((?:packages|plugins)\/[^/]+)\/src\/(.+)\.ts$/.exec(path) ?? [];
      return home === undefined ? null : resolve(root, home, "dist", `${module}.js`);
    },
  };
}

/** Put each worker into a separate file, as web bundlers do. */
function bundleWorkers(): Plugin {
  const worker = /(?<=\bWorker\(\s*)new URL\(\s*["']([^"']+)["']\s*,\s*import\.meta\.url\s*\)/g;
  return {
    name: "bundle-workers",
    transform(code, id) {
      if (!code.includes("import.meta.url")) return null;
      const changed = code.replaceAll(worker, (_, path: string) => {
        const file = this.emitFile({ type: "chunk", id: resolve(id, "..", path) });
        return `new URL(import.meta.ROLLUP_FILE_URL_${file})`;
      });
      return { code: changed, map: null };
    },
  };
}
