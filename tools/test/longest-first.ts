import type { TestSequencer, TestSpecification } from "vitest/node";

/** The longest test files, which should not be left to one core at the end. */
const longest: readonly string[] = [
  "packages/conformance/test/suites",
  "packages/cli/test/measured-memory",
  "packages/reproductions/test/unchanged/unchanged",
  "packages/cli/test/sweep",
  "tools/test/self-contained",
  "packages/cli/test/check-growth",
  "tools/test/new-plugins",
  "packages/cli/test/kept-files",
  "packages/cli/test/stack/plugins-on-workers",
  "packages/reproductions/test/shards/large",
  "packages/reproductions/test/shards/small",
  "packages/cli/test/recording",
  "plugins/backend-clock/test/shards",
  "plugins/backend-clock/test/reference",
  "plugins/synapses/test/references",
  "plugins/backend-clock/test/checkpoint",
  "plugins/backend-clock/test/revise",
  "packages/cli/test/run",
  "packages/cli/test/stack/plugins",
  "packages/cli/test/estimated-memory",
  "packages/cli/test/checkpoint",
  "tools/test/pictures",
  "packages/cli/test/heartbeat",
  "packages/reproductions/test/reference-backend",
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
