import {
  fillBinomialEach,
  fillNormal,
  fillPoisson,
  fillPoissonEach,
  fillUniform,
} from "@spikeloom/random";
import type { FloatType } from "../form/types.ts";
import { type WasmMemory, type WasmModule, wasm } from "../targets/webassembly/encoder/api.ts";
import { moduleBuilder } from "../targets/webassembly/encoder/module.ts";
import type { AddressOf } from "../targets/webassembly/routine.ts";
import { type LawArrays, lawViews } from "./count-laws.ts";
import { javascriptGaps, type TakeGaps, webAssemblyGaps } from "./gap-series.ts";
import { emitGaps } from "./gaps.ts";
import { emitInversion } from "./inversion.ts";
import { emitRandomFunctions } from "./random.ts";
import type { RandomSeries, ViewArray } from "./random-series.ts";

/**
 * Draws series for a step.
 *
 * Thresholds are those of `poissonThresholds` or `binomialThresholds`.
 */
export interface Randomness {
  uniform(series: RandomSeries, step: number): void;
  normal(series: RandomSeries, step: number): void;
  counts(series: RandomSeries, step: number, thresholds: Uint32Array): void;
  /** Counts by a law for each neuron. */
  countsEach(series: RandomSeries, step: number, laws: LawArrays): void;
  /** Events of a low rate that stays, by the gaps between them. */
  readonly gaps: TakeGaps;
}

/** Draw random numbers in plain JavaScript. */
export function javascriptRandomness(view: ViewArray, precision: FloatType): Randomness {
  const draw =
    (fill: typeof fillUniform, toFloat: (x: number) => number) =>
    ({ key, entities, out }: RandomSeries, step: number): void => {
      const numbers = view(out);
      const doubles = numbers instanceof Float64Array ? numbers : new Float64Array(entities.length);
      fill({ key, entities, step }, doubles);
      if (precision === "f32") numbers.set(doubles.map(toFloat));
    };
  const countsIn = ({ out, entities }: RandomSeries): Uint32Array =>
    (view(out) as Uint32Array).subarray(0, entities.length);
  return {
    gaps: javascriptGaps(view),
    // A float has the 24 leading bits, so that it never rounds up to 1.
    uniform: draw(fillUniform, (x) => Math.floor(x * 2 ** 24) * 2 ** -24),
    normal: draw(fillNormal, Math.fround),
    counts: (series, step, thresholds) =>
      fillPoisson({ ...series, step }, thresholds, countsIn(series)),
    countsEach(series, step, laws) {
      const fill = laws.trials === undefined ? fillPoissonEach : fillBinomialEach;
      fill({ ...series, step }, lawViews(laws, view), countsIn(series));
    },
  };
}

/** Modules by whether their memory is shared: they are the same for all networks. */
const modules = new Map<boolean, WasmModule>();

function randomModule(shared: boolean): WasmModule {
  const known = modules.get(shared);
  if (known !== undefined) return known;
  const m = moduleBuilder({ memory: { import: ["env", "memory"], min: 1, max: 65_536, shared } });
  emitRandomFunctions(m);
  emitGaps(m);
  emitInversion(m);
  const made = new wasm.Module(m.build());
  modules.set(shared, made);
  return made;
}

type Call = (...args: readonly number[]) => void;

/** How random numbers are drawn by compiled code. */
export interface RandomnessOptions {
  readonly precision: FloatType;
  readonly shared: boolean;
  readonly view: ViewArray;
  readonly addressOf: AddressOf;
}

/**
 * Draw random numbers in WebAssembly.
 *
 * Four or two steps share one round of the generator.
 * They have a module of their own, since writing it costs more than the kernels of most networks.
 */
export function webAssemblyRandomness(
  memory: WasmMemory,
  { precision, shared, view, addressOf }: RandomnessOptions,
): Randomness {
  const instance = new wasm.Instance(randomModule(shared), { env: { memory } });
  const call = (name: string): Call => instance.exports[name] as Call;
  const fillBlocks = call("fill_blocks");
  const poissonCounts = call("poisson_counts");
  const invertPoisson = call("invert_poisson");
  const invertBinomial = call("invert_binomial");
  const suffix = precision === "f64" ? "" : "_f32";
  // Steps call these again and again, so they leave nothing to be collected.
  const planeOf = ({ words }: RandomSeries): number => 4 * view(words.entities).length;
  const planes = (series: RandomSeries, block: number): number => {
    const { key, entities, words } = series;
    const held = view(words.held);
    const first = addressOf(words.planes);
    if (held[0] === block + 1) return first;
    if (held[0] === 0) {
      view(words.key).set(key);
      view(words.entities).set(entities);
    }
    held[0] = block + 1;
    const [low, high] = [block >>> 0, Math.floor(block / 2 ** 32)];
    const own = [addressOf(words.key), addressOf(words.entities), entities.length];
    fillBlocks(...own, low, high, first, planeOf(series));
    return first;
  };
  const draw =
    (fill: Call) =>
    (series: RandomSeries, step: number): void => {
      const plane = planeOf(series);
      const first = planes(series, Math.floor(step / 2)) + 2 * (step % 2) * plane;
      fill(first, first + plane, series.entities.length, addressOf(series.out));
    };
  const wordsOf = (series: RandomSeries, step: number): number =>
    planes(series, Math.floor(step / 4)) + (step % 4) * planeOf(series);
  return {
    gaps: webAssemblyGaps(instance, { view, addressOf }),
    uniform: draw(call(`fill_uniform${suffix}`)),
    normal: draw(call(`fill_normal${suffix}`)),
    counts(series, step, thresholds) {
      const { entities, out, words } = series;
      view(words.thresholds).set(thresholds);
      const table = addressOf(words.thresholds);
      const { length } = thresholds;
      poissonCounts(wordsOf(series, step), entities.length, table, length, addressOf(out));
    },
    countsEach(series, step, { first, ratio, mirror, trials }) {
      const words = wordsOf(series, step);
      const { entities, out } = series;
      const size = entities.length;
      const from = addressOf(first);
      const by = addressOf(ratio);
      if (trials === undefined || mirror === undefined) {
        invertPoisson(words, size, from, by, addressOf(out));
      } else invertBinomial(words, size, from, by, addressOf(out), addressOf(mirror), trials);
    },
  };
}
