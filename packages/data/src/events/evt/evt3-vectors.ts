import { type WasmMemory, wasm } from "@spikeloom/code/encoder";
import type { EventColumns } from "../event-columns.ts";
import type { SensorSize } from "../event-stream.ts";
import { evt3Module } from "./evt3-module.ts";
import { evt3Places, mostWords } from "./evt3-places.ts";

/** State left by earlier words, once the row and the time of events are known. */
export interface Evt3State {
  /** Upper part of the time, and the lower part added to it, in µs. */
  base: number;
  low: number;
  row: number;
  /** Next column of a vector, and its polarity. */
  left: number;
  polarity: number;
  /** Negative after a place outside the sensor, or a time before the previous one. */
  signs: number;
}

/** Decodes words up to the first unknown one; returns its index, or the end. */
export type Evt3Run = (words: Uint16Array, from: number, state: Evt3State, out: Evt3Out) => number;

interface Evt3Out {
  readonly columns: EventColumns;
  readonly sensor: SensorSize | undefined;
}

/** More than any column or row, and small enough for 16-bit differences. */
const beyond = 4095;

let ofThread: Evt3Run | undefined;

/** Return this thread's decoder, which has one memory. */
export function evt3Vectors(): Evt3Run {
  ofThread ??= startVectors();
  return ofThread;
}

function startVectors(): Evt3Run {
  const { exports } = new wasm.Instance(new wasm.Module(evt3Module()));
  const { buffer } = exports["memory"] as WasmMemory;
  const decode = exports["decode"] as (from: number, until: number, base: number) => number;
  const { words: place, t, x, y, p, ...scalars } = evt3Places;
  const held = new Int32Array(buffer, 0, 8);
  const room = new Uint16Array(buffer, place, mostWords);
  const at = (address: number): number => address / 4;
  return (words, from, state, { columns, sensor }) => {
    const bottom = Math.min(beyond, (sensor?.height ?? beyond) - 1);
    held[at(scalars.right)] = Math.min(beyond, (sensor?.width ?? beyond) - 1);
    held[at(scalars.bottom)] = bottom;
    state.signs |= bottom - state.row;
    for (const name of kept) held[at(scalars[name])] = state[name];
    let k = from;
    for (let isStopped = false; k < words.length && !isStopped; ) {
      const until = Math.min(words.length, k + mostWords);
      room.set(words.subarray(k, until));
      held[at(scalars.count)] = 0;
      const end = place + 2 * (until - k);
      const stop = decode(place, end, state.base);
      isStopped = stop < end;
      k += (stop - place) / 2;
      append(columns, buffer, held[at(scalars.count)] as number);
    }
    for (const name of kept) state[name] = held[at(scalars[name])] as number;
    return k;
  };

  function append(columns: EventColumns, from: WasmMemory["buffer"], count: number): void {
    if (count === 0) return;
    const n = columns.count;
    columns.t.set(new Float64Array(from, t, count), n);
    columns.x.set(new Uint16Array(from, x, count), n);
    columns.y.set(new Uint16Array(from, y, count), n);
    columns.p.set(new Uint8Array(from, p, count), n);
    columns.count = n + count;
  }
}

const kept = ["row", "low", "left", "polarity", "signs"] as const;
