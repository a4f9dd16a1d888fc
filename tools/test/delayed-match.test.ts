import { describe, expect, it, vi } from "vitest";
import { surrogateOf } from "../../packages/training/src/index.ts";
import { learnMatch } from "../delayed-match/match.ts";
import { long } from "./draws.ts";

vi.setConfig({ testTimeout: 120_000 });

describe("an LSNN on delayed match to sample", () => {
  // Only the threshold stores the first cue over 200 ms: its jump at a spike must have a gradient.
  it.each(long ? [1, 2, 3, 4, 5] : [1])(
    "learns it with default settings, seed %d",
    async (seed) => {
      const accuracy = await learnMatch({
        seed,
        epochs: 8,
        surrogate: surrogateOf("norse/triangle"),
      });
      expect(accuracy).toBeGreaterThan(0.98);
    },
  );
});
