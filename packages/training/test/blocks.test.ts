import { describe, expect, it } from "vitest";
import { dealtBatch, mostBlocks } from "../src/run/blocks.ts";

describe("blocks of a batch", () => {
  it.each([
    [32, 8, 8, [8, 8, 8, 8]],
    [64, 16, 32, [32, 32]],
    [64, 8, 16, [16, 16, 16, 16]],
    [64, 10, 32, [30, 34]],
    [7, 8, 8, [7]],
    [25, 8, 8, [8, 8, 9]],
    [260, 16, 16, [32, 32, 32, 32, 32, 32, 32, 36]],
  ])("of %i samples in groups of %i, at least %i per block", (size, group, block, expected) => {
    const blocks = dealtBatch(size, { group, block, wholeBlocks: false });
    expect(blocks.map((groups) => groups.reduce((sum, { count }) => sum + count, 0))).toEqual(
      expected,
    );
    expect(blocks.length).toBeLessThanOrEqual(mostBlocks);
    for (const groups of blocks) {
      const count = groups.reduce((sum, one) => sum + one.count, 0);
      if (blocks.length > 1) expect(count).toBeGreaterThan(block - group);
    }
    const groups = blocks.flat();
    expect(groups.map(({ first }) => first)).toEqual(groups.map((_, k) => k * group));
    expect(groups.every(({ count }) => count > 0 && count <= group)).toBe(true);
  });

  it.each([
    [33, [33]],
    [63, [63]],
    [64, [32, 32]],
    [70, [35, 35]],
    [98, [33, 33, 32]],
    [300, [38, 37, 38, 37, 38, 37, 38, 37]],
  ])("of %i samples that are one group each, as equal as possible", (size, expected) => {
    const blocks = dealtBatch(size, { group: 128, block: 32, wholeBlocks: true });
    expect(blocks.map(([group, ...others]) => [group?.count, ...others])).toEqual(
      expected.map((count) => [count]),
    );
    const groups = dealtBatch(size, { group: 20, block: 32, wholeBlocks: true });
    expect(groups.map((all) => all.reduce((sum, { count }) => sum + count, 0))).toEqual(expected);
    expect(groups.flat().every(({ count }) => count > 0 && count <= 20)).toBe(true);
    const begins = expected.map((_, k) => expected.slice(0, k).reduce((sum, one) => sum + one, 0));
    expect(blocks.map(([group]) => group?.first)).toEqual(begins);
  });
});
