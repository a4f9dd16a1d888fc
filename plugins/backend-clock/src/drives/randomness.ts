import {
  emitGaps,
  emitInversion,
  emitRandomFunctions,
  moduleBuilder,
  type WasmMemory,
  wasm,
} from "@spikeloom/code";
import {
  fillBinomialEach,
  fillNormal,
  fillPoisson,
  fillPoissonEach,
  fillUniform,
} from "@spikeloom/random";
import { paddedLength } from "../arena.ts";
import { binomialLawsIn, type LaidLaws, poissonLawsIn } from "./count-laws.ts";
import type { TakeGaps } from "./gap-series.ts";
import { javascriptGaps, webAssemblyGaps } from "./gaps.ts";
import { keyBytes, mostThresholds, type RandomSeries } from "./random-series.ts";

/** Fills series for a step; thresholds are those of `poissonThresholds` or `binomialThresholds`. */
export interface Randomness {
  uniform(series: RandomSeries, step: number): void;
  normal(series: RandomSeries, step: number): void;
  counts(series: RandomSeries, step: number, thresholds: Uint32Array): void;
  /** Counts by a law for each neuron. */
  countsEach(series: RandomSeries, step: number, laws: LaidLaws): void;
  /** Events of a low rate that stays, by the gaps between them. */
  readonly gaps: TakeGaps;
}

// After the key, the block that the planes hold, plus one; zero before there is any.
const heldAt = 16;

/** The random numbers in plain JavaScript. */
export function javascriptRandomness(
  memory: { readonly buffer: ArrayBufferLike },
  precision: "f64" | "f32",
): Randomness {
  const draw =
    (fill: typeof fillUniform, toFloat: (x: number) => number) =>
    ({ key, size, entities, out }: RandomSeries, step: number): void => {
      const doubles =
        precision === "f64" ? new Float64Array(memory.buffer, out, size) : new Float64Array(size);
      fill({ key, entities, step }, doubles);
      if (precision === "f32") new Float32Array(memory.buffer, out, size).set(doubles.map(toFloat));
    };
  return {
    gaps: javascriptGaps(memory),
    // A float has the 24 leading bits, so that it never rounds up to 1.
    uniform: draw(fillUniform, (x) => Math.floor(x * 2 ** 24) * 2 ** -24),
    normal: draw(fillNormal, Math.fround),
    counts({ key, size, entities, out }, step, thresholds) {
      fillPoisson({ key, entities, step }, thresholds, new Uint32Array(memory.buffer, out, size));
    },
    countsEach({ key, size, entities, out }, step, laws) {
      const series = { key, entities, step };
      const counts = new Uint32Array(memory.buffer, out, size);
      if (laws.trials === undefined) {
        fillPoissonEach(series, poissonLawsIn(memory.buffer, laws), counts);
      } else fillBinomialEach(series, binomialLawsIn(memory.buffer, laws), counts);
    },
  };
}

/** Where the memory of a series holds what. */
interface SeriesViews {
  /** Which block the planes hold, plus one: none, where the memory is new. */
  readonly held: Float64Array;
  readonly table: Uint32Array;
  /** Byte addresses of entities and of the first plane of words, and bytes of a plane. */
  readonly entities: number;
  readonly first: number;
  readonly stride: number;
}

function seriesViews({ words, size }: RandomSeries, buffer: ArrayBufferLike): SeriesViews {
  const entities = words + keyBytes;
  const stride = paddedLength(size) * 4;
  const first = entities + stride;
  const held = new Float64Array(buffer, words + heldAt, 1);
  const table = new Uint32Array(buffer, first + 4 * stride, mostThresholds);
  return { held, table, entities, first, stride };
}

type Fill = (high: number, low: number, count: number, out: number) => void;

/**
 * The random numbers in WebAssembly: four or two steps share one round of the generator.
 *
 * They have a module of their own, since writing it costs more than the kernels of most networks.
 */
export function webAssemblyRandomness(
  memory: WasmMemory,
  { precision, shared }: { readonly precision: "f64" | "f32"; readonly shared: boolean },
): Randomness {
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536, shared } });
  emitRandomFunctions(m);
  emitGaps(m);
  emitInversion(m);
  const instance = new wasm.Instance(new wasm.Module(m.build()), { env: { memory } });
  const { exports } = instance;
  const fillBlocks = exports["fill_blocks"] as (...args: readonly number[]) => void;
  const poissonCounts = exports["poisson_counts"] as (...args: readonly number[]) => void;
  const invertPoisson = exports["invert_poisson"] as (...args: readonly number[]) => void;
  const invertBinomial = exports["invert_binomial"] as (...args: readonly number[]) => void;
  const suffix = precision === "f64" ? "" : "_f32";
  // Made once, as each step asks for them: what is thrown away has to be collected while others wait.
  const known = new Map<RandomSeries, SeriesViews>();
  const viewsOf = (series: RandomSeries): SeriesViews => {
    const views = known.get(series) ?? seriesViews(series, memory.buffer);
    known.set(series, views);
    return views;
  };
  const planes = (series: RandomSeries, block: number): number => {
    const { words, size, key } = series;
    const { held, entities, stride, first } = viewsOf(series);
    if (held[0] === block + 1) return first;
    if (held[0] === 0) {
      new Uint32Array(memory.buffer, words, 4).set(key);
      new Uint32Array(memory.buffer, entities, size).set(series.entities);
    }
    held[0] = block + 1;
    fillBlocks(words, entities, size, block >>> 0, Math.floor(block / 2 ** 32), first, stride);
    return first;
  };
  const draw =
    (fill: Fill) =>
    (series: RandomSeries, step: number): void => {
      const plane = paddedLength(series.size) * 4;
      const first = planes(series, Math.floor(step / 2)) + 2 * (step % 2) * plane;
      fill(first, first + plane, series.size, series.out);
    };
  return {
    gaps: webAssemblyGaps(instance, memory),
    uniform: draw(exports[`fill_uniform${suffix}`] as Fill),
    normal: draw(exports[`fill_normal${suffix}`] as Fill),
    counts(series, step, thresholds) {
      const first = planes(series, Math.floor(step / 4));
      const { stride, table } = viewsOf(series);
      table.set(thresholds);
      const words = first + (step % 4) * stride;
      poissonCounts(words, series.size, table.byteOffset, thresholds.length, series.out);
    },
    countsEach(series, step, { first, ratio, mirror, trials }) {
      const plane = paddedLength(series.size) * 4;
      const words = planes(series, Math.floor(step / 4)) + (step % 4) * plane;
      const { size, out } = series;
      if (trials === undefined) invertPoisson(words, size, first, ratio, out);
      else invertBinomial(words, size, first, ratio, out, mirror, trials);
    },
  };
}
