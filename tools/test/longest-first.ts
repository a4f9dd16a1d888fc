import type { TestSequencer, TestSpecification } from "vitest/node";

/** The longest test files, which should not be left to one core at the end. */
const longest: readonly string[] = [
  "packages/reproductions/test/unchanged/unchanged",
  "packages/conformance/test/suites",
  "packages/cli/test/measured-memory",
  "tools/test/self-contained",
  "packages/reproductions/test/shards/large",
  "plugins/backend-clock/test/procedural",
  "plugins/backend-event/test/conformance",
  "plugins/backend-clock/test/shards",
  "plugins/backend-clock/test/drives",
  "packages/cli/test/check-growth",
  "tools/test/new-plugins",
  "plugins/backend-clock/test/checkpoint",
  "packages/cli/test/kept-files",
  "packages/cli/test/stack/plugins-on-workers",
  "plugins/backend-clock/test/unchanged/unchanged",
  "packages/interop/test/write/hdf5-file",
  "packages/cli/test/recording",
  "plugins/backend-clock/test/reference",
  "plugins/backend-clock/test/plasticity",
  "packages/cli/test/stack/plugins",
  "packages/reproductions/test/shards/small",
  "plugins/backend-event/test/moving-currents",
  "plugins/synapses/test/references",
  "packages/cli/test/estimated-memory",
  "packages/cli/test/sweep",
  "packages/reproductions/test/continuous-limit",
  "packages/reproductions/test/reference-backend",
  "tools/test/pictures",
  "plugins/backend-clock/test/revise",
];

/** Starts the longest files first, independent of a cache, because a fresh checkout has none. */
export class LongestFirst implements TestSequencer {
  sort(files: TestSpecification[]): TestSpecification[] {
    const ranked = files.map((file) => ({ file, rank: rankOf(file.moduleId) }));
    ranked.sort((a, b) => a.rank - b.rank || (a.file.moduleId < b.file.moduleId ? -1 : 1));
    return ranked.map(({ file }) => file);
  }

  /** Vitest calls this if a suite is distributed over machines, which this one is not. */
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

function rankOf(path: string): number {
  const place = longest.findIndex((name) => path.endsWith(`${name}.test.ts`));
  return place < 0 ? longest.length : place;
}
