import { stream, streamKey } from "@spikeloom/random";
import { expect, it } from "vitest";
import { drawSeed, draws } from "../../../../tools/test/draws.ts";
import { judgeCase, kinds } from "./drawn-sums.ts";

/** Cases of each of the eight kinds: ten million in a long run. */
const cases = draws({ ci: 500, long: 1_250_000 });

it.each(Object.entries(kinds))(
  "interval bounds of a sum confirm its first crossing: %s",
  (name, draw) => {
    const key = streamKey(drawSeed, `grazing/${name}`);
    const counts = { judged: 0, above: 0, found: 0 };
    for (let k = 0; counts.judged < cases; k++) {
      const verdict = judgeCase(draw, stream(key, k));
      if (verdict === undefined) continue;
      if (verdict.fault !== undefined) throw new Error(`case ${k}: ${verdict.fault}`);
      counts.judged++;
      if (verdict.isAbove) counts.above++;
      if (verdict.isFound) counts.found++;
    }
    // Half of the cases exceed the threshold; some others cross it later than where they graze it.
    expect(counts.above).toBeGreaterThan(0.4 * cases);
    expect(counts.found).toBeGreaterThanOrEqual(counts.above);
    expect(counts.found).toBeLessThan(0.9 * cases);
  },
);
