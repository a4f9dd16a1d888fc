import type { Arena } from "./arena.ts";
import type { SynapseTable } from "./delivery-table.ts";
import type { DrawnSynapses } from "./synapses.ts";

/** A table and what fills it once there is memory. */
export type FillableTable = SynapseTable & {
  /** Write delays, offsets, targets and weights to their addresses. */
  fill(buffer: ArrayBufferLike): void;
};

/** What tables are made with. */
export interface TableOptions {
  readonly arena: Arena;
  readonly precision: "f64" | "f32";
  /** Steps added to each delay, where arrival comes before integration. */
  readonly shift: number;
  readonly sizeOf: (population: string) => number;
  /** Byte address of the accumulator of a target. */
  readonly accumulator: (projection: DrawnSynapses) => number;
}

/** Group the synapses of all projections into tables: one per source and constant weight. */
export function synapseTables(
  drawn: readonly DrawnSynapses[],
  options: TableOptions,
): readonly FillableTable[] {
  const groups = new Map<string, DrawnSynapses[]>();
  for (const synapses of drawn) {
    if (synapses.count === 0) continue;
    const weight = typeof synapses.weights === "number" ? synapses.weights : "own";
    const key = JSON.stringify([synapses.projection.from, weight]);
    const group = groups.get(key) ?? [];
    groups.set(key, group);
    group.push(synapses);
  }
  return [...groups.values()].map((group) => makeTable(group, options));
}

function makeTable(group: readonly DrawnSynapses[], options: TableOptions): FillableTable {
  const { arena, precision, shift, sizeOf } = options;
  const [first] = group;
  const source = first?.projection.from ?? "";
  const sources = sizeOf(source);
  const delays = distinctDelays(group);
  const indexOf = new Uint16Array((delays.at(-1) ?? 0) + 1);
  delays.forEach((delay, k) => {
    indexOf[delay] = k;
  });
  const width = delays.length;
  const offsets = new Uint32Array(sources * width + 1);
  let count = 0;
  for (const synapses of group) {
    count += synapses.count;
    countRows(synapses, indexOf, width, offsets);
  }
  for (let k = 0; k < sources * width; k++) {
    offsets[k + 1] = (offsets[k + 1] ?? 0) + (offsets[k] ?? 0);
  }
  const weight = typeof first?.weights === "number" ? first.weights : undefined;
  const bytes = precision === "f64" ? 8 : 4;
  const address = {
    delays: arena.allocate(width * 4),
    offsets: arena.allocate(offsets.byteLength),
    targets: arena.allocate(count * 4),
    weights: weight === undefined ? arena.allocate(count * bytes) : 0,
    own: 0,
  };
  const shifted = Int32Array.from(delays, (delay) => delay + shift);
  return {
    source,
    sources,
    delays: shifted,
    count,
    weight,
    // Indices count from address zero, as accumulators of several populations share a table.
    layout: {
      kind: "segments",
      index: 4,
      weight: weight === undefined ? precision : "constant",
      base: 0,
      scale: 1,
    },
    address,
    fill(buffer) {
      new Int32Array(buffer, address.delays, width).set(shifted);
      new Uint32Array(buffer, address.offsets, offsets.length).set(offsets);
      const into = {
        next: offsets.slice(),
        targets: new Uint32Array(buffer, address.targets, count),
        weights: weightsAt(buffer, address.weights, weight === undefined ? count : 0, precision),
      };
      for (const synapses of group) {
        const base = options.accumulator(synapses);
        scatter(synapses, { indexOf, width, base, bytes }, into);
      }
    },
  };
}

function weightsAt(
  buffer: ArrayBufferLike,
  address: number,
  count: number,
  precision: "f64" | "f32",
): Float64Array | Float32Array {
  return precision === "f64"
    ? new Float64Array(buffer, address, count)
    : new Float32Array(buffer, address, count);
}

function distinctDelays(group: readonly DrawnSynapses[]): Int32Array {
  const seen = new Set<number>();
  for (const { delays, count } of group) {
    if (typeof delays === "number") seen.add(delays);
    else for (let k = 0; k < count; k++) seen.add(delays[k] ?? 0);
  }
  return Int32Array.from(seen).sort();
}

function countRows(
  { sources, delays, count }: DrawnSynapses,
  indexOf: Uint16Array,
  width: number,
  offsets: Uint32Array,
): void {
  const same = typeof delays === "number" ? (indexOf[delays] ?? 0) : -1;
  for (let k = 0; k < count; k++) {
    const segment = same >= 0 ? same : (indexOf[(delays as Uint16Array)[k] as number] as number);
    const row = (sources[k] as number) * width + segment + 1;
    offsets[row] = (offsets[row] as number) + 1;
  }
}

interface Geometry {
  readonly indexOf: Uint16Array;
  readonly width: number;
  readonly base: number;
  readonly bytes: number;
}

interface Arrays {
  readonly next: Uint32Array;
  readonly targets: Uint32Array;
  readonly weights: Float64Array | Float32Array;
}

function scatter(synapses: DrawnSynapses, geometry: Geometry, into: Arrays): void {
  const { sources, targets, delays, weights, count } = synapses;
  const { indexOf, width, base, bytes } = geometry;
  const { next } = into;
  const same = typeof delays === "number" ? (indexOf[delays] ?? 0) : -1;
  const hasOwn = typeof weights !== "number";
  for (let k = 0; k < count; k++) {
    const segment = same >= 0 ? same : (indexOf[(delays as Uint16Array)[k] as number] as number);
    const row = (sources[k] as number) * width + segment;
    const at = next[row] as number;
    next[row] = at + 1;
    into.targets[at] = base / bytes + (targets[k] as number);
    if (hasOwn) into.weights[at] = weights[k] as number;
  }
}
