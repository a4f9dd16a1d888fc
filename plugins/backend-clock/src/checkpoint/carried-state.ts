import { drawAnew, type GapSeries } from "@spikeloom/code";
import { type CarriedState, joinBytes, type SavedState } from "@spikeloom/kernel";
import type { ByteRange } from "../arena.ts";
import { CARRIED, STATE_DAMAGED } from "../errors.ts";
import type { JobPlan } from "../job-plan.ts";
import { type PlacedArray, viewer } from "../placed.ts";
import { countAddress, listAddress, type SpikeRing } from "../spike-rings.ts";
import type { CarriedMemory, PendingSums, ReceptorSums } from "./carried-memory.ts";
import {
  backendNames,
  marksOf,
  type RunProgress,
  readSpikeHash,
  type StateOwner,
} from "./saved-state.ts";

/** The part of a shard that a changed network takes over. */
export interface CarriedShard {
  readonly number: number;
  readonly buffer: ArrayBufferLike;
  readonly rings: readonly SpikeRing[];
  readonly carried: CarriedMemory;
}

/** Bytes of a shard by name. */
type Parts = Map<string, Uint8Array>;

/** Copy the state that a changed network takes over. */
export function carryState(
  owner: StateOwner,
  shards: readonly CarriedShard[],
  { step, spikeHash, counts }: RunProgress,
): SavedState {
  const { precision, populations } = owner.plan;
  const parts: Parts = new Map();
  [...populations.keys()].forEach((name, p) => {
    parts.set(`count/${name}`, bytesOf(Float64Array.of(counts[p] ?? 0)));
  });
  for (const { number, buffer, rings, carried } of shards) {
    const put = (name: string, bytes: Uint8Array): void =>
      void parts.set(`${number}/${name}`, bytes);
    for (const [name, ranges] of carried.ranges) {
      const { base = 0 } = carried.pointers.get(name) ?? {};
      put(name, joinBytes([bytesOf(Uint32Array.of(base)), ...ranges.map(viewIn(buffer))]));
    }
    for (const ring of rings)
      put(`spikes/${ring.population}`, bytesOf(spikesOf(ring, buffer, step)));
    for (const receptor of carried.receptors) {
      const found = { receptor, sums: carried.sums, precision, step };
      put(`sums/${receptor.name}`, bytesOf(sumsOf(found, buffer)));
    }
  }
  const header = { ...marksOf(owner), shards: shards.length, reach: reachOf(shards), spikeHash };
  return { backend: backendNames[owner.target], step, header, parts };
}

/** Write the state that a changed network takes over into its memories; returns the progress of the run. */
export function takeOver(
  { step, header, parts, redrawn }: CarriedState,
  { populations, precision }: JobPlan,
  shards: readonly CarriedShard[],
): RunProgress {
  for (const { number, buffer, rings, carried } of shards) {
    const part = (name: string): Uint8Array | undefined => parts.get(`${number}/${name}`);
    for (const [name, ranges] of carried.ranges) {
      const bytes = part(name);
      const gaps = carried.gaps.get(name);
      if (bytes === undefined) continue;
      if (gaps === undefined) takeRanges({ name, ranges, bytes, carried }, buffer);
      else takeGapSeries(gaps, { ranges, bytes, buffer, step });
    }
    for (const ring of rings) {
      const bytes = part(`spikes/${ring.population}`);
      if (bytes !== undefined) takeSpikes(ring, { bytes, buffer, step });
    }
    for (const receptor of carried.receptors) {
      const bytes = part(`sums/${receptor.name}`);
      const into = { receptor, sums: carried.sums, precision, step };
      if (bytes !== undefined) takeSums(into, { bytes, buffer });
    }
    for (const population of redrawn) {
      for (const { address, bytes } of carried.ranges.get(`train/${population}`) ?? []) {
        drawAnew(new Float64Array(buffer, address, bytes / 8), step);
      }
    }
  }
  const counts = [...populations.keys()].map((name) => {
    const bytes = parts.get(`count/${name}`);
    return bytes === undefined ? 0 : (new Float64Array(bytes.slice().buffer)[0] ?? 0);
  });
  return { step, spikeHash: readSpikeHash(header), counts };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView<ArrayBufferLike>): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function viewIn(buffer: ArrayBufferLike): (range: ByteRange) => Uint8Array {
  return ({ address, bytes }) => new Uint8Array(buffer, address, bytes);
}

/** Number of steps of the longest ring of sums. */
function reachOf(shards: readonly CarriedShard[]): number {
  const lengths = shards.flatMap(({ carried }) => carried.sums.map(({ length }) => length));
  return Math.max(0, ...lengths);
}

interface TakenRanges {
  readonly name: string;
  readonly ranges: readonly ByteRange[];
  readonly bytes: Uint8Array;
  readonly carried: CarriedMemory;
}

function takeRanges({ name, ranges, bytes, carried }: TakenRanges, buffer: ArrayBufferLike): void {
  const [before = 0] = new Uint32Array(bytes.slice(0, 4).buffer);
  const expected = ranges.reduce((sum, range) => sum + range.bytes, 0);
  if (bytes.length - 4 !== expected) throw CARRIED({ place: name });
  let at = 4;
  for (const range of ranges) {
    viewIn(buffer)(range).set(bytes.subarray(at, at + range.bytes));
    at += range.bytes;
  }
  const pointers = carried.pointers.get(name);
  if (pointers === undefined) return;
  const moved = new Uint32Array(buffer, pointers.address, pointers.count);
  for (let k = 0; k < moved.length; k++) moved[k] = (moved[k] as number) - before + pointers.base;
}

interface TakenGaps {
  readonly ranges: readonly ByteRange[];
  readonly bytes: Uint8Array;
  readonly buffer: ArrayBufferLike;
  readonly step: number;
}

/** Take over future Poisson events: under a different rate, they occur proportionally sooner or later. */
function takeGapSeries(
  { arrays, entities, lambda }: GapSeries<PlacedArray>,
  { ranges, bytes, buffer, step }: TakenGaps,
): void {
  const length = ranges.reduce((sum, range) => sum + range.bytes, 0);
  // With a different number of targets the series starts again.
  if (bytes.length - 4 !== length) return;
  let at = 4;
  for (const range of ranges) {
    viewIn(buffer)(range).set(bytes.subarray(at, at + range.bytes));
    at += range.bytes;
  }
  const size = entities.length;
  const view = viewer(buffer);
  const old = view(arrays.entities).subarray(0, size);
  if (old.some((entity, k) => entity !== entities[k])) {
    for (const range of ranges) viewIn(buffer)(range).fill(0);
    return;
  }
  const rates = view(arrays.lambda).subarray(0, size);
  const next = view(arrays.next).subarray(0, size);
  // Events of a window that has passed do not belong to another one.
  if (next.some((time) => time < step)) {
    for (const range of ranges) viewIn(buffer)(range).fill(0);
    return;
  }
  for (let k = 0; k < size; k++) {
    const rate = typeof lambda === "number" ? lambda : (lambda[k] as number);
    const before = rates[k] as number;
    if (before === rate) continue;
    // The rest of an exponential interval is exponential, and scales with the rate.
    next[k] = step + ((next[k] as number) - step) * (before / rate);
    rates[k] = rate;
  }
}

/** Read the lists of a ring, newest first: the number of spikes, then their neurons. */
function spikesOf(ring: SpikeRing, buffer: ArrayBufferLike, step: number): Uint32Array {
  const words = new Uint32Array(buffer);
  const out: number[] = [];
  for (let back = 1; back <= Math.min(ring.length, step); back++) {
    const count = words[countAddress(ring, step - back) >>> 2] as number;
    const list = listAddress(ring, step - back) >>> 2;
    out.push(count);
    for (let k = 0; k < count; k++) out.push(words[list + k] as number);
  }
  return Uint32Array.from(out);
}

function takeSpikes(
  ring: SpikeRing,
  { bytes, buffer, step }: { readonly bytes: Uint8Array; buffer: ArrayBufferLike; step: number },
): void {
  const from = new Uint32Array(bytes.slice().buffer);
  const words = new Uint32Array(buffer);
  let at = 0;
  for (let back = 1; back <= ring.length && at < from.length; back++) {
    const count = from[at++] as number;
    if (count > ring.capacity) {
      const expected = `at most ${ring.capacity} spikes of "${ring.population}"`;
      throw STATE_DAMAGED({ place: `spikes/${ring.population}`, expected, got: String(count) });
    }
    words[countAddress(ring, step - back) >>> 2] = count;
    words.set(from.subarray(at, at + count), listAddress(ring, step - back) >>> 2);
    at += count;
  }
}

interface Sums {
  readonly receptor: ReceptorSums;
  readonly sums: readonly PendingSums[];
  readonly precision: "f64" | "f32";
  /** The next step. */
  readonly step: number;
}

type Numbers = Float64Array | Float32Array;

function numbersIn(buffer: ArrayBufferLike, precision: "f64" | "f32"): Numbers {
  return precision === "f64" ? new Float64Array(buffer) : new Float32Array(buffer);
}

/** Sum what arrives at each neuron in each future step, row by row, over all rings. */
function sumsOf({ receptor, sums, precision, step }: Sums, buffer: ArrayBufferLike): Float64Array {
  const numbers = numbersIn(buffer, precision);
  const { first, size } = receptor;
  const rows = Math.max(0, ...sums.map(({ length }) => length));
  const out = new Float64Array(rows * size);
  for (const ring of sums) {
    const [from, until] = overlap(ring, receptor);
    const base = ring.address / numbers.BYTES_PER_ELEMENT;
    for (let row = 0; row < ring.length && from < until; row++) {
      const slot = base + ((step + row) & (ring.length - 1)) * ring.width - ring.first;
      for (let k = from; k < until; k++) {
        const at = row * size + k - first;
        out[at] = (out[at] as number) + (numbers[slot + k] as number);
      }
    }
  }
  return out;
}

function takeSums(
  { receptor, sums, precision, step }: Sums,
  { bytes, buffer }: { readonly bytes: Uint8Array; readonly buffer: ArrayBufferLike },
): void {
  const values = new Float64Array(bytes.slice().buffer);
  const numbers = numbersIn(buffer, precision);
  const { first, size, name } = receptor;
  values.forEach((value, at) => {
    if (value === 0) return;
    const [row, k] = [Math.floor(at / size), first + (at % size)];
    const ring = sums.find(
      (one) => row < one.length && k >= one.first && k < one.first + one.width,
    );
    if (ring === undefined) throw CARRIED({ place: `sums/${name}` });
    const slot = ((step + row) & (ring.length - 1)) * ring.width;
    numbers[ring.address / numbers.BYTES_PER_ELEMENT + slot + k - ring.first] = value;
  });
}

/** The accumulators of a receptor at which a ring ends. */
function overlap(ring: PendingSums, { first, size }: ReceptorSums): readonly [number, number] {
  return [Math.max(first, ring.first), Math.min(first + size, ring.first + ring.width)];
}
