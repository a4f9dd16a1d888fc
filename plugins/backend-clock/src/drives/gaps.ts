import type { WasmInstance, WasmMemory } from "@spikeloom/code";
import { startGaps, takeGaps } from "@spikeloom/random";
import { paddedLength } from "../arena.ts";
import type { GapSeries, TakeGaps } from "./gap-series.ts";

/** The events in plain JavaScript. */
export function javascriptGaps(memory: { readonly buffer: ArrayBufferLike }): TakeGaps {
  const begun = beginnings(memory);
  return (series, step) => {
    const { key, entities, lambda, list, counts, address } = series;
    const size = entities.length;
    if (size === 0) return 0;
    const next = new Float64Array(memory.buffer, address.next, size);
    const drawn = new Uint32Array(memory.buffer, address.drawn, size);
    if (begun(series, step)) {
      const started = startGaps(key, entities, { lambda, step });
      next.set(started.next);
      drawn.set(started.drawn);
    }
    return takeGaps({ key, entities, lambda, next, drawn }, step, {
      counts: new Uint32Array(memory.buffer, counts, size),
      trains: new Uint32Array(memory.buffer, list, size),
    });
  };
}

type Call = (...args: readonly number[]) => number;

/** The events in WebAssembly; the module holds the functions of `emitGaps`. */
export function webAssemblyGaps({ exports }: WasmInstance, memory: WasmMemory): TakeGaps {
  const drawGaps = exports["draw_gaps"] as Call;
  const takeAll = exports["take_gaps"] as Call;
  const begun = beginnings(memory);
  return (series, step) => {
    const { list, counts, address } = series;
    const size = series.entities.length;
    if (size === 0) return 0;
    const { key, entities, next, drawn, lambda, work } = address;
    const planes = [key, entities, next, drawn, lambda, list, size];
    if (begun(series, step)) {
      writeStart(series, step, memory.buffer);
      drawGaps(...planes);
    }
    return takeAll(...planes, step + 1, work, counts);
  };
}

function writeStart(series: GapSeries, step: number, buffer: ArrayBufferLike): void {
  const { key, entities, lambda, list, address } = series;
  const size = entities.length;
  // The check of the rate and of the step.
  startGaps(key, new Uint32Array(0), { lambda, step });
  new Float64Array(buffer, address.next, size).fill(step);
  new Uint32Array(buffer, address.drawn, size).fill(0);
  const trains = new Uint32Array(buffer, list, size);
  for (let k = 0; k < size; k++) trains[k] = k;
}

/**
 * Make what says whether a series begins with a step.
 *
 * What the network says of it is written down then and at its first call: a changed network can tell what has
 * changed, and a restored state has no say in it.
 */
function beginnings(memory: {
  readonly buffer: ArrayBufferLike;
}): (series: GapSeries, step: number) => boolean {
  const known = new WeakSet<GapSeries>();
  return (series, step) => {
    const { drawn } = series.address;
    // A neuron that has drawn no gap yet tells that this is the first step; what an earlier window left is of no use.
    const begins = step === series.start || new Uint32Array(memory.buffer, drawn, 1)[0] === 0;
    if (begins || !known.has(series)) writeConstants(series, memory.buffer);
    known.add(series);
    return begins;
  };
}

function writeConstants(
  { key, entities, lambda, address }: GapSeries,
  buffer: ArrayBufferLike,
): void {
  const size = entities.length;
  new Uint32Array(buffer, address.key, 4).set(key);
  const next = new Float64Array(buffer, address.next, paddedLength(size));
  next.fill(Number.POSITIVE_INFINITY, size);
  new Uint32Array(buffer, address.entities, size).set(entities);
  const rates = new Float64Array(buffer, address.lambda, size);
  if (typeof lambda === "number") rates.fill(lambda);
  else rates.set(lambda);
}
