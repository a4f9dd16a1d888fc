import { type Key, startGaps, takeGaps } from "@spikeloom/random";
import type { ArrayPlace } from "../form/routine.ts";
import type { WasmInstance } from "../targets/webassembly/encoder/api.ts";
import type { AddressOf } from "../targets/webassembly/routine.ts";
import type { ViewArray } from "./random-series.ts";

/**
 * Poisson events at a low, constant rate, with the memory that they need.
 *
 * All state is in memory, so a snapshot of it holds the events to come too.
 */
export interface GapSeries<Array extends ArrayPlace = ArrayPlace> {
  readonly key: Key;
  /** The number that each neuron has in its whole population, which decides what it draws. */
  readonly entities: Uint32Array;
  /** Mean number of events a step, at most 1: of all neurons, or of each. */
  readonly lambda: number | Float64Array;
  /** The first step with events. */
  readonly start: number;
  readonly arrays: GapArrays<Array>;
}

/** State of the events. Lists are read four entries at a time, and writes may extend slightly past their end. */
export interface GapArrays<Array extends ArrayPlace = ArrayPlace> {
  /** The neurons with events in the step, ascending. */
  readonly list: Array;
  /** Number of events of each neuron; valid only for neurons on the list. */
  readonly counts: Array;
  readonly key: Array;
  readonly entities: Array;
  /** The next event of each neuron in steps, and how many gaps it has drawn. */
  readonly next: Array;
  readonly drawn: Array;
  readonly lambda: Array;
  readonly work: Array;
}

/** Take the events of a step, steps in order; returns how many neurons are on the list. */
export type TakeGaps = (series: GapSeries, step: number) => number;

/** The events in plain JavaScript. */
export function javascriptGaps(view: ViewArray): TakeGaps {
  const begun = beginnings(view);
  return (series, step) => {
    const { key, entities, lambda, arrays } = series;
    const size = entities.length;
    if (size === 0) return 0;
    const next = (view(arrays.next) as Float64Array).subarray(0, size);
    const drawn = (view(arrays.drawn) as Uint32Array).subarray(0, size);
    if (begun(series, step)) {
      const started = startGaps(key, entities, { lambda, step });
      next.set(started.next);
      drawn.set(started.drawn);
    }
    return takeGaps({ key, entities, lambda, next, drawn }, step, {
      counts: (view(arrays.counts) as Uint32Array).subarray(0, size),
      trains: (view(arrays.list) as Uint32Array).subarray(0, size),
    });
  };
}

type Call = (...args: readonly number[]) => number;

/** The events in WebAssembly; the module holds the functions of `emitGaps`. */
export function webAssemblyGaps(
  { exports }: WasmInstance,
  { view, addressOf }: { readonly view: ViewArray; readonly addressOf: AddressOf },
): TakeGaps {
  const drawGaps = exports["draw_gaps"] as Call;
  const takeAll = exports["take_gaps"] as Call;
  const begun = beginnings(view);
  const known = new Map<GapSeries, readonly number[]>();
  return (series, step) => {
    const { entities, lambda, arrays } = series;
    const size = entities.length;
    if (size === 0) return 0;
    const { key, next, drawn, list, work, counts } = arrays;
    const all =
      known.get(series) ??
      [key, arrays.entities, next, drawn, arrays.lambda, list].map((one) => addressOf(one));
    known.set(series, all);
    if (begun(series, step)) {
      // The check of the rate and of the step.
      startGaps(series.key, new Uint32Array(0), { lambda, step });
      view(next).fill(step, 0, size);
      view(drawn).fill(0, 0, size);
      const trains = view(list);
      for (let k = 0; k < size; k++) trains[k] = k;
      drawGaps(...all, size);
    }
    return takeAll(...all, size, step + 1, addressOf(work), addressOf(counts));
  };
}

/**
 * Make what says whether a series begins with a step.
 *
 * What the network says of it is written down then and at its first call: a changed network can tell what has
 * changed, and a restored state has no say in it.
 */
function beginnings(view: ViewArray): (series: GapSeries, step: number) => boolean {
  const known = new WeakSet<GapSeries>();
  return (series, step) => {
    // A neuron that has drawn no gap yet tells that this is the first step; what an earlier window left is of no use.
    const begins = step === series.start || view(series.arrays.drawn)[0] === 0;
    if (begins || !known.has(series)) writeConstants(series, view);
    known.add(series);
    return begins;
  };
}

function writeConstants({ key, entities, lambda, arrays }: GapSeries, view: ViewArray): void {
  view(arrays.key).set(key);
  view(arrays.next).fill(Number.POSITIVE_INFINITY, entities.length);
  view(arrays.entities).set(entities);
  const rates = view(arrays.lambda);
  if (typeof lambda === "number") rates.fill(lambda, 0, entities.length);
  else rates.set(lambda);
}
