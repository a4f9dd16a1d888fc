import { openSet, takeImages } from "@spikeloom/data";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { type ChipAccuracy, compareChips } from "../compare.ts";
import { tableOf } from "../table.ts";

describe("a classifier for chips", { timeout: 300_000 }, () => {
  it("keeps its accuracy on those whose emulators take it", async () => {
    const { train, test } = await openSet("digits");
    const range = (count: number) => Array.from({ length: count }, (_, k) => k);
    const found = await compareChips({
      train: takeImages(train, range(long ? 1400 : 900)),
      test: takeImages(test, range(long ? 360 : 120)),
      hidden: 32,
      epochs: 8,
      tuned: 1,
      seed: 1,
      calibration: 50,
      rounds: 1,
      emulated: 4,
    });
    const accurate = found.chips.filter((one): one is ChipAccuracy => !("reason" in one));
    expect(accurate.map(({ chip }) => chip)).toEqual(["loihi-1", "loihi-2", "spinnaker-1"]);
    expect(found.chips.filter((one) => "reason" in one)).toEqual([
      { chip: "truenorth", reason: "SL_TRUENORTH_SYNAPSE" },
      { chip: "spinnaker-2", reason: "no emulator" },
    ]);
    // Far above chance, a tenth.
    expect(found.float / found.of).toBeGreaterThan(0.5);
    expect(found.analog / found.of).toBeGreaterThan(0.5);
    for (const { quantised, searched, trained, mapped } of accurate) {
      // The run and training compute the same program.
      expect(mapped.same).toBe(mapped.of);
      // 8 bits and more lose a few samples; a tenth is three standard deviations of a difference of 120.
      for (const right of [quantised, searched, trained]) {
        expect(right).toBeGreaterThan(found.float - 0.1 * found.of);
      }
    }
    expect(tableOf(found)).toMatch(/\| loihi-1 \| \d+\.\d\d ± /);
  });
});
