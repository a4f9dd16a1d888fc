import { arena } from "../src/arena.ts";
import { type DeliveryJob, deliveryScratchBytes } from "../src/delivery/delivery.ts";
import { type SynapseLayout, weightBytes } from "../src/delivery/delivery-table.ts";
import { countAddress, listAddress, spikeRing } from "../src/spike-rings.ts";

/** A synapse; a packed weight is a whole number of units. */
export interface Synapse {
  readonly source: number;
  readonly target: number;
  readonly delay: number;
  readonly weight: number;
}

/** Synapses in order of creation, and how they lie in memory. */
export interface Layout {
  readonly synapses: readonly Synapse[];
  readonly sources: number;
  readonly targets: number;
  readonly kind: "segments" | "ring";
  readonly index: 2 | 4;
  readonly weight: SynapseLayout["weight"];
  readonly scale: number;
  readonly precision: "f64" | "f32";
}

/** A table with its spikes and accumulators, laid out but not yet in memory. */
export interface LaidTable {
  readonly job: DeliveryJob;
  readonly bytes: number;
  /** Write all but spikes. */
  fill(buffer: ArrayBufferLike): void;
  /** Set the spikes of a step. */
  send(buffer: ArrayBufferLike, step: number, neurons: readonly number[]): void;
  /** The bytes of all accumulators. */
  sums(buffer: ArrayBufferLike): Uint8Array;
}

/** Lay out a table of few synapses, one by one. */
export function layTable(given: Layout): LaidTable {
  const { sources, targets, kind, weight, precision, scale } = given;
  const index = weight === "packed" ? 4 : given.index;
  const own = weightBytes[weight];
  const delays = Int32Array.from(new Set(given.synapses.map(({ delay }) => delay))).sort();
  const longest = delays.at(-1) ?? 0;
  const sorted = [...given.synapses].sort(
    (a, b) => a.source - b.source || (kind === "segments" ? a.delay - b.delay : 0),
  );
  const count = sorted.length;
  const delayBytes = longest < 256 ? 1 : 2;
  const sumBytes = precision === "f64" ? 8 : 4;
  const place = arena();
  // What writes past the end of the scratch changes a sum.
  const scratch = place.allocate(deliveryScratchBytes);
  const base = place.allocate(targets * sumBytes);
  const columns = kind === "segments" ? delays.length : 1;
  const ring = spikeRing(place, "source", {
    neurons: sources,
    capacity: sources,
    reach: longest,
  });
  const address = {
    delays: place.allocate(delays.length * 4),
    offsets: place.allocate((sources * columns + 1) * 4),
    targets: place.allocate(count * index),
    weights: place.allocate(count * own),
    own: place.allocate(count * delayBytes),
  };
  const length = ring.length;
  const sums = { address: 0, length, width: targets, delayBytes } as const;
  const layout: SynapseLayout = {
    kind,
    index,
    weight,
    base,
    scale,
    ...(kind === "ring" && {
      ring: { ...sums, address: place.allocate(length * targets * sumBytes) },
    }),
  };
  const constant = weight === "constant" ? (given.synapses[0]?.weight ?? 1) : undefined;
  const table = { source: "source", sources, delays, count, weight: constant, layout, address };
  const job = { table, ring, precision, scratch };
  return {
    job,
    bytes: place.size,
    fill(buffer) {
      const view = new DataView(buffer);
      new Int32Array(buffer, address.delays, delays.length).set(delays);
      const offsets = new Uint32Array(buffer, address.offsets, sources * columns + 1);
      sorted.forEach((synapse, s) => {
        const column = kind === "segments" ? delays.indexOf(synapse.delay) : 0;
        const row = synapse.source * columns + column + 1;
        offsets[row] = (offsets[row] ?? 0) + 1;
        writeSynapse(view, synapse, { s, table });
      });
      for (let k = 1; k < offsets.length; k++)
        offsets[k] = (offsets[k] ?? 0) + (offsets[k - 1] ?? 0);
    },
    send(buffer, step, neurons) {
      new Uint32Array(buffer, listAddress(ring, step), neurons.length).set(neurons);
      new Uint32Array(buffer, countAddress(ring, step), 1)[0] = neurons.length;
    },
    sums: (buffer) => new Uint8Array(buffer, base, targets * sumBytes),
  };
}

function writeSynapse(
  view: DataView,
  { target, delay, weight }: Synapse,
  { s, table }: { readonly s: number; readonly table: DeliveryJob["table"] },
): void {
  const { layout, address } = table;
  const at = address.targets + s * layout.index;
  if (layout.weight === "packed") view.setInt32(at, (target << 15) | (weight & 0x7fff), true);
  else if (layout.index === 4) view.setUint32(at, target, true);
  else view.setUint16(at, target, true);
  const own = weightBytes[layout.weight];
  const weightAt = address.weights + s * own;
  if (own === 8) view.setFloat64(weightAt, weight, true);
  if (own === 4) view.setFloat32(weightAt, weight, true);
  if (layout.ring === undefined) return;
  if (layout.ring.delayBytes === 1) view.setUint8(address.own + s, delay);
  else view.setUint16(address.own + 2 * s, delay, true);
}
