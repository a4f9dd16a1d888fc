import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";
import { useBundled } from "./tools/bundled-place.ts";
import { long } from "./tools/test/draws.ts";
import { LongestFirst } from "./tools/test/longest-first.ts";

// `test` builds and bundles first; a test file run on its own starts workers from their sources.
const bundled = process.env["SPIKELOOM_BUILT"] === "1" ? [`--import=${resolve(useBundled)}`] : [];
const include = [
  "packages/*/test/**/*.test.ts",
  "plugins/*/test/**/*.test.ts",
  "examples/*/test/**/*.test.ts",
  "tools/test/**/*.test.ts",
];
// Node itself runs tests from their sources, which takes less time than Vite's module runner: that replaces each use of
// an import by a call, and evaluates all modules again for each file. Files that mock modules need that.
const inVite = globSync(include, { cwd: import.meta.dirname })
  .map((file) => file.replaceAll("\\", "/"))
  .filter((file) =>
    /\bvi\.(do)?mock\(/i.test(readFileSync(join(import.meta.dirname, file), "utf8")),
  );
const conditions = ["@spikeloom/source", "module", "node", "import", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    isolate: false,
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    execArgv: ["--conditions=@spikeloom/source", ...bundled],
    // Long enough for a machine with other work; what must be fast says so in its test.
    testTimeout: long ? 3_600_000 : 60_000,
    reporters: ["default"],
    setupFiles: ["tools/test/property-seed.ts"],
    projects: [
      {
        extends: true,
        test: {
          name: "native",
          include,
          exclude: [...configDefaults.exclude, ...inVite],
          experimental: { viteModuleRunner: false, nodeLoader: false },
        },
      },
      { extends: true, test: { name: "vite", include: inVite, sequence: { groupOrder: 1 } } },
    ],
  },
});
