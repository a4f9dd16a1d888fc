import { openDraw, resolveConvention, roundDelay, type ValueProgram } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import { describe, expect, it } from "vitest";
import { delayLaw, weightLaw } from "../src/connections/integer-law.ts";

type Draw = Extract<ValueProgram["source"], { readonly kind: "draw" }>["draw"];

const grid = { dt: 0.1, convention: resolveConvention("nest") };
const delayOf = (draw: Draw): ValueProgram => ({
  place: "delay",
  unit: "ms",
  source: { kind: "draw", draw, key: "delay/one" },
  limits: [],
});
const uniform = { distribution: "uniform", low: 0.3, high: 2.7 } as const;
const normal = { distribution: "normal", mean: 1.5, sd: 0.75 } as const;

describe("words of drawn delays", () => {
  it.each<[string, Draw]>([
    ["uniform", { law: uniform }],
    ["normal", { law: normal, min: 0.1, max: 7 }],
    ["normal, redrawn often", { law: normal, min: 1.4, max: 1.65 }],
    ["clipped", { law: normal, min: 0.5, max: 2, outside: "clip" }],
    ["multiples", { law: normal, min: 0.1, max: 7, round: 0.3 }],
    ["equal", { law: { ...normal, sd: 0 } }],
  ])("are the steps of doubles: %s", (_, draw) => {
    const law = delayLaw(delayOf(draw), grid) ?? expect.fail("no law");
    const { draw: sample } = openDraw(draw, { place: "delay", functions: {} });
    const key = streamKey(3, "delay/one");
    const [own, words] = [stream(key, 5), stream(key, 5)];
    const isReached = ([high, low]: readonly [number, number], [a, b]: readonly number[]) =>
      high < (a as number) || (high === a && low <= (b as number));
    const seen = new Set<number>();
    for (let k = 0; k < 20_000; k++) {
      const expected = roundDelay(sample(own), grid, "delay");
      let pair: readonly number[];
      do pair = [words.uint32(), words.uint32()];
      while (
        (law.from !== undefined && !isReached(law.from, pair)) ||
        (law.until !== undefined && isReached(law.until, pair))
      );
      const got = law.least + law.thresholds.filter((one) => isReached(one, pair)).length;
      if (got !== expected) expect.fail(`draw ${k}: ${got} instead of ${expected} steps`);
      seen.add(got);
    }
    // As many words as doubles were used.
    expect(words.word).toBe(own.word);
    expect(seen.size).toBeGreaterThan("sd" in draw.law && draw.law.sd === 0 ? 0 : 2);
  });

  it("change their steps at the very threshold", () => {
    const { thresholds, least } = delayLaw(delayOf({ law: uniform }), grid) ?? expect.fail("none");
    expect([least, thresholds.length]).toEqual([3, 24]);
    const { draw } = openDraw({ law: uniform }, { place: "delay", functions: {} });
    const stepsAt = (number: number): number => {
      const source = { uniform: () => number * 2 ** -53 } as never;
      return roundDelay(draw(source), grid, "delay");
    };
    thresholds.forEach(([high, low], k) => {
      const number = high * 2 ** 21 + low / 2 ** 11;
      expect([stepsAt(number - 1), stepsAt(number)]).toEqual([least + k, least + k + 1]);
    });
  });

  it.each<[string, Draw["law"], Partial<Draw>]>([
    ["uniform", { distribution: "uniform", low: -3, high: 5 }, {}],
    ["normal", { distribution: "normal", mean: 80, sd: 8 }, {}],
    ["redrawn", { distribution: "normal", mean: 1, sd: 2 }, { min: 0, max: 9 }],
  ])("are the units of doubles: weights, %s", (_, law, limits) => {
    const draw = { law, ...limits };
    const weight = { ...delayOf(draw), unit: "pA" };
    const units = (value: number): number => Math.round(value * 2 ** 6);
    const made = weightLaw(weight)?.integers(units, 65_536) ?? expect.fail("no law");
    const { draw: sample } = openDraw(draw, { place: "weight", functions: {} });
    const key = streamKey(3, "delay/one");
    const [own, words] = [stream(key, 5), stream(key, 5)];
    const numberOf = ([high, low]: readonly [number, number]): bigint =>
      (BigInt(high) << 32n) | BigInt(low >>> 0);
    const thresholds = made.thresholds.map(numberOf);
    const from = made.from && numberOf(made.from);
    const until = made.until && numberOf(made.until);
    for (let k = 0; k < 20_000; k++) {
      const expected = units(sample(own));
      let drawn: bigint;
      do drawn = numberOf([words.uint32(), words.uint32()]);
      while ((from !== undefined && drawn < from) || (until !== undefined && drawn >= until));
      const reached = thresholds.findIndex((one) => one > drawn);
      const got = made.least + (reached < 0 ? thresholds.length : reached);
      if (got !== expected) expect.fail(`draw ${k}: ${got} instead of ${expected} units`);
    }
    expect(words.word).toBe(own.word);
  });

  it("do not exist for weights that are checked one by one", () => {
    const weight = delayOf({ law: { distribution: "normal", mean: 1, sd: 1 } });
    const sign = { receptor: "excitatory", sign: "positive", unit: "pA", place: "weight" } as const;
    expect(weightLaw({ ...weight, limits: [{ kind: "sign", ...sign }] })).toBeUndefined();
    const far = delayOf({ law: { distribution: "normal", mean: 9, sd: 1 } });
    const law = weightLaw({ ...far, limits: [{ kind: "sign", ...sign }] });
    expect(law?.integers((value) => Math.round(1000 * value), 100)).toBeUndefined();
  });

  it("do not exist for other draws, or too many steps", () => {
    const exponential = { distribution: "exponential", mean: 1 } as const;
    expect(delayLaw(delayOf({ law: exponential, max: 3 }), grid)).toBeUndefined();
    expect(delayLaw(delayOf({ law: { ...uniform, high: 1000 } }), grid)).toBeUndefined();
    const number: ValueProgram = {
      ...delayOf({ law: uniform }),
      source: { kind: "number", value: 1 },
    };
    expect(delayLaw(number, grid)).toBeUndefined();
  });
});
