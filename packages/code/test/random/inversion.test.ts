import {
  type BinomialLaws,
  binomialThresholds,
  fillBinomialEach,
  fillPoisson,
  fillPoissonEach,
  fillUint32,
  poissonThresholds,
  setBinomialLaws,
  setPoissonLaws,
  streamKey,
} from "@spikeloom/random";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emitInversion } from "../../src/random/inversion.ts";
import { instantiate } from "./instantiate.ts";

const [wordsAt, firstAt, ratioAt, mirrorAt, outAt] = [0, 4096, 8192, 12288, 16384];

const { buffer, call } = instantiate(emitInversion, 1);

/** The counts of WebAssembly for the words of entities 0, 1, ... at a step. */
function inverted(laws: BinomialLaws, kind: "poisson" | "binomial", step: number): Uint32Array {
  const size = laws.first.length;
  fillUint32(streamKey(3, "counts"), 0, step, new Uint32Array(buffer, wordsAt, size));
  new Float64Array(buffer, firstAt, 128).fill(1).set(laws.first);
  new Float64Array(buffer, ratioAt, size).set(laws.ratio);
  new Int32Array(buffer, mirrorAt, size).set(laws.mirror);
  const more = kind === "poisson" ? [] : [mirrorAt, laws.trials];
  call(`invert_${kind}`, wordsAt, size, firstAt, ratioAt, outAt, ...more);
  return new Uint32Array(buffer, outAt, size).slice();
}

const lawsOf = (size: number, trials: number): BinomialLaws => ({
  first: new Float64Array(size),
  ratio: new Float64Array(size),
  mirror: new Int32Array(size),
  trials,
});

const step = fc.nat({ max: 10_000 });
const series = (at: number) => ({ key: streamKey(3, "counts"), entity: 0, step: at });

/** The count of each entity by its own table of thresholds. */
function tabled(tables: readonly Uint32Array[], at: number): number[] {
  return tables.map((thresholds, entity) => {
    const out = new Uint32Array(1);
    fillPoisson({ ...series(at), entity }, thresholds, out);
    return out[0] as number;
  });
}

describe("inversion", () => {
  it("gives the Poisson counts of each target's table, in both languages", () => {
    const means = fc.oneof(
      fc.double({ min: 0, max: 4, noNaN: true }),
      fc.double({ min: 0, max: 500, noNaN: true }),
    );
    fc.assert(
      fc.property(fc.array(means, { minLength: 1, maxLength: 20 }), step, (list, at) => {
        const laws = lawsOf(list.length, 0);
        setPoissonLaws(Float64Array.from(list), laws);
        const counts = new Uint32Array(list.length);
        fillPoissonEach(series(at), laws, counts);
        expect([...counts]).toEqual(tabled(list.map(poissonThresholds), at));
        expect(inverted(laws, "poisson", at)).toEqual(counts);
      }),
    );
  });

  it("gives the binomial counts of each target's table up to p = 0.5, in both languages", () => {
    const chances = fc.array(fc.double({ min: 0, max: 0.5, noNaN: true }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(chances, fc.integer({ min: 1, max: 700 }), step, (list, trials, at) => {
        const laws = lawsOf(list.length, trials);
        setBinomialLaws(Float64Array.from(list), laws);
        const counts = new Uint32Array(list.length);
        fillBinomialEach(series(at), laws, counts);
        const tables = list.map((chance) => binomialThresholds(trials, chance));
        expect([...counts]).toEqual(tabled(tables, at));
        expect(inverted(laws, "binomial", at)).toEqual(counts);
      }),
    );
  });

  it("counts failures above p = 0.5", () => {
    const chances = Float64Array.of(0.51, 0.75, 0.9, 0.999, 1, 1 - 2 ** -53);
    const [size, steps, trials] = [chances.length, 4000, 40];
    const laws = lawsOf(size, trials);
    setBinomialLaws(chances, laws);
    const sums = new Float64Array(size);
    const counts = new Uint32Array(size);
    for (let at = 0; at < steps; at++) {
      fillBinomialEach(series(at), laws, counts);
      if (at < 40) expect(inverted(laws, "binomial", at)).toEqual(counts);
      counts.forEach((count, k) => {
        sums[k] = (sums[k] ?? 0) + count;
      });
    }
    chances.forEach((chance, k) => {
      const mean = trials * chance;
      // Four standard deviations of the mean of 4000 counts; the last two never fail.
      const slack = 4 * Math.sqrt((mean * (1 - chance)) / steps);
      expect(Math.abs((sums[k] as number) / steps - mean)).toBeLessThanOrEqual(slack + 1e-12);
    });
  });

  it.each([Number.NaN, -1, 500.1])("refuses a mean of %d", (mean) => {
    expect(() => setPoissonLaws(Float64Array.of(mean), lawsOf(1, 0))).toThrow("SL_DISTRIBUTION");
  });

  it.each([
    [Number.NaN, 3],
    [-0.1, 3],
    [1.1, 3],
    [0.5, 2.5],
    [0.5, 1000],
  ])("refuses a chance of %d in %d trials", (chance, trials) => {
    const laws = lawsOf(1, trials);
    expect(() => setBinomialLaws(Float64Array.of(chance), laws)).toThrow("SL_DISTRIBUTION");
  });
});
