import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  binomialThresholds,
  type CountLaws,
  fillBinomialEach,
  fillNormal,
  fillPoisson,
  fillPoissonEach,
  fillUint32,
  fillUniform,
  permuted,
  poissonThresholds,
  type Series,
  type Stream,
  setBinomialLaws,
  setPoissonLaws,
  startGaps,
  stream,
  streamKey,
  takeGaps,
} from "../src/index.ts";

type Method = Exclude<
  keyof Stream,
  "seek" | "word" | "uniforms" | "normals" | "integers" | "distinctIntegers"
>;

interface Vectors {
  keys: { seed: string; purpose: string; key: number[] }[];
  words: {
    seed: number;
    purpose: string;
    streams: { entity: number; step: number; words: number[] }[];
  };
  draws: {
    seed: number;
    purpose: string;
    entity: number;
    step: number;
    methods: { method: Method; arguments: number[]; values: number[] }[];
  };
  series: {
    seed: number;
    purpose: string;
    steps: {
      entity: number;
      step: number;
      uint32: number[];
      uniform: number[];
      normal: number[];
    }[];
  };
  thresholds: { lambda: number; thresholds: number[] }[];
  binomial: { n: number; p: number; thresholds: number[] }[];
  permutations: { n: number; words: number[]; images: number[] }[];
  laws: {
    seed: number;
    purpose: string;
    entity: number;
    steps: number;
    poisson: { lambda: number; counts: number[] }[];
    binomial: { n: number; p: number; counts: number[] }[];
  };
  gaps: {
    seed: number;
    purpose: string;
    trains: {
      entity: number;
      lambda: number;
      start: number;
      steps: number;
      events: [step: number, count: number][];
    }[];
  };
  uses: { seed: number; streams: Use[]; series: Use[] };
}

interface Use {
  purpose: string;
  entity: number;
  step: number;
  uniform: number;
}

// Written by reference.py, an implementation in Python that shares no code with this package.
const file = new URL("../../../specs/random/1/vectors.json", import.meta.url);
const vectors = JSON.parse(readFileSync(file, "utf8")) as Vectors;

describe("the vectors of specs/random/1", () => {
  it.each(vectors.keys)("key of seed $seed, purpose $purpose", ({ seed, purpose, key }) => {
    expect([...streamKey(BigInt(seed), purpose)]).toEqual(key);
    const small = Number(seed);
    if (Number.isSafeInteger(small)) expect([...streamKey(small, purpose)]).toEqual(key);
  });

  it.each(vectors.words.streams)("words of entity $entity at step $step", (row) => {
    const { seed, purpose } = vectors.words;
    const draws = stream(streamKey(seed, purpose), row.entity, row.step);
    expect(row.words.map(() => draws.uint32())).toEqual(row.words);
    draws.seek(row.entity, row.step);
    expect(row.words.map(() => draws.uint32())).toEqual(row.words);
    row.words.forEach((_, from) => {
      draws.seek(row.entity, row.step, from);
      expect(draws.word).toBe(from);
      expect(row.words.slice(from).map(() => draws.uint32())).toEqual(row.words.slice(from));
      expect(draws.word).toBe(row.words.length);
    });
  });

  it.each(vectors.draws.methods)("$method $arguments, bit for bit", (row) => {
    const { seed, purpose, entity, step } = vectors.draws;
    const draws = stream(streamKey(seed, purpose), entity, step);
    const draw = draws[row.method] as (...parameters: number[]) => number;
    expect(row.values.map(() => draw.apply(draws, row.arguments))).toEqual(row.values);
  });

  it.each(vectors.series.steps)("series at step $step", ({ entity, step, ...expected }) => {
    const key = streamKey(vectors.series.seed, vectors.series.purpose);
    const words = new Uint32Array(4);
    fillUint32(key, entity, step, words);
    expect([...words]).toEqual(expected.uint32);
    const values = new Float64Array(4);
    fillUniform({ key, entity, step }, values);
    expect([...values]).toEqual(expected.uniform);
    fillNormal({ key, entity, step }, values);
    expect([...values]).toEqual(expected.normal);
    const thresholds = poissonThresholds(2);
    const counts = new Uint32Array(4);
    fillPoisson({ key, entity, step }, thresholds, counts);
    const above = expected.uint32.map((word) => thresholds.filter((t) => word >= t).length);
    expect([...counts]).toEqual(above);
  });

  it.each(vectors.binomial)("binomial thresholds of $n trials of $p", ({ n, p, thresholds }) => {
    expect([...binomialThresholds(n, p)]).toEqual(thresholds);
  });

  it.each(vectors.permutations)("permutation of $n integers", ({ n, words, images }) => {
    expect(images.map((_, k) => permuted({ size: n, words }, k))).toEqual(images);
  });

  const { laws } = vectors;
  const countsOf = (fill: (series: Series, out: Uint32Array) => void): number[] =>
    Array.from({ length: laws.steps }, (_, step) => {
      const out = new Uint32Array(1);
      fill({ key: streamKey(laws.seed, laws.purpose), entity: laws.entity, step }, out);
      return out[0] as number;
    });
  const law = (): CountLaws => ({ first: new Float64Array(1), ratio: new Float64Array(1) });

  it.each(laws.poisson)("Poisson counts by a law of mean $lambda", ({ lambda, counts }) => {
    const own = law();
    setPoissonLaws(Float64Array.of(lambda), own);
    expect(countsOf((series, out) => fillPoissonEach(series, own, out))).toEqual(counts);
  });

  it.each(laws.binomial)("binomial counts by a law of $n trials of $p", ({ n, p, counts }) => {
    const own = { ...law(), trials: n, mirror: new Int32Array(1) };
    setBinomialLaws(Float64Array.of(p), own);
    expect(countsOf((series, out) => fillBinomialEach(series, own, out))).toEqual(counts);
  });

  const { uses } = vectors;
  const keyOf = ({ purpose }: Use): Uint32Array => {
    const [, trial, of] = /^trial\/(\d+)\/(.*)$/u.exec(purpose) ?? [];
    if (of === undefined) return streamKey(uses.seed, purpose);
    return streamKey(uses.seed, of, Number(trial));
  };

  it.each(uses.streams)("stream of $purpose, entity $entity at step $step", (use) => {
    expect(stream(keyOf(use), use.entity, use.step).uniform()).toBe(use.uniform);
  });

  it.each(uses.series)("series of $purpose, entity $entity at step $step", (use) => {
    const values = new Float64Array(1);
    fillUniform({ key: keyOf(use), entity: use.entity, step: use.step }, values);
    expect([...values]).toEqual([use.uniform]);
  });

  it.each(vectors.gaps.trains)("gaps of entity $entity at $lambda events a step", (row) => {
    const { entity, lambda, start, steps } = row;
    const key = streamKey(vectors.gaps.seed, vectors.gaps.purpose);
    const trains = startGaps(key, Uint32Array.of(entity), { lambda, step: start });
    const events = { counts: new Uint32Array(1), trains: new Uint32Array(1) };
    const seen: [number, number][] = [];
    for (;;) {
      // Steps without events may be omitted.
      const step = Math.floor(trains.next[0] as number);
      if (step >= start + steps) break;
      expect(takeGaps(trains, step, events)).toBe(1);
      seen.push([step, events.counts[0] as number]);
    }
    expect(seen).toEqual(row.events);
  });

  it.each(vectors.thresholds)("Poisson thresholds of lambda $lambda", ({ lambda, thresholds }) => {
    expect([...poissonThresholds(lambda)]).toEqual(thresholds);
  });
});
