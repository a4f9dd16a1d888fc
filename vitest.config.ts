import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { useBundled } from "./tools/bundled-place.ts";
import { long } from "./tools/test/draws.ts";
import { LongestFirst } from "./tools/test/longest-first.ts";

// `test` builds and bundles first; a test file run on its own starts workers from their sources.
const bundled = process.env["SPIKELOOM_BUILT"] === "1" ? [`--import=${resolve(useBundled)}`] : [];
const conditions = ["@spikeloom/source", "module", "node", "import", "default"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    include: [
      "packages/*/test/**/*.test.ts",
      "plugins/*/test/**/*.test.ts",
      "examples/*/test/**/*.test.ts",
      "tools/test/**/*.test.ts",
    ],
    isolate: false,
    pool: "forks",
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    execArgv: ["--conditions=@spikeloom/source", ...bundled],
    // Long enough for a machine with other work; what must be fast says so in its test.
    testTimeout: long ? 3_600_000 : 60_000,
    reporters: ["default"],
    setupFiles: ["tools/test/property-seed.ts"],
  },
});
