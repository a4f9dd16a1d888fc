import type { TestSequencer, TestSpecification } from "vitest/node";

/** Files that take longest, of which none may be left to one core at the end. */
const longest: readonly string[] = [
  "packages/reproductions/test/studies/plastic",
  "packages/reproductions/test/studies/fixed",
  "packages/reproductions/test/shards/large",
  "packages/reproductions/test/shards/small",
  "packages/cli/test/checkpoint",
  "packages/reproductions/test/agreement",
  "plugins/backend-clock/test/shards",
  "packages/cli/test/recording",
  "plugins/backend-clock/test/checkpoint",
  "packages/reproductions/test/checkpoints",
  "packages/cli/test/command",
  "plugins/backend-clock/test/procedural",
  "packages/cli/test/run",
  "tools/test/kill-recordings",
];

/** Starts the longest files first, whatever a cache knows: a fresh checkout has none. */
export class LongestFirst implements TestSequencer {
  sort(files: TestSpecification[]): TestSpecification[] {
    const ranked = files.map((file) => ({ file, rank: rankOf(file.moduleId) }));
    ranked.sort((a, b) => a.rank - b.rank || (a.file.moduleId < b.file.moduleId ? -1 : 1));
    return ranked.map(({ file }) => file);
  }

  /** Vitest asks for this where a suite is spread over machines, which this one is not. */
  shard(files: TestSpecification[]): TestSpecification[] {
    return files;
  }
}

function rankOf(path: string): number {
  const place = longest.findIndex((name) => path.endsWith(`${name}.test.ts`));
  return place < 0 ? longest.length : place;
}
