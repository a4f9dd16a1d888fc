import { type ArrayPlace, type RowWeights, rangeWords } from "@spikeloom/code";
import { arena } from "../src/arena.ts";
import type { TableDelivery } from "../src/machine-routines.ts";
import { unsignedOf, viewOf } from "../src/placed.ts";
import { countAddress, listAddress, spikeRing } from "../src/spike-rings.ts";

/** A synapse; a packed weight is a whole number of units. */
export interface Synapse {
  readonly source: number;
  readonly target: number;
  readonly delay: number;
  readonly weight: number;
}

/** Synapses in order of creation, and their layout in memory. */
export interface Layout {
  readonly synapses: readonly Synapse[];
  readonly sources: number;
  readonly targets: number;
  readonly kind: "segments" | "ring";
  readonly index: 2 | 4;
  readonly weight: "constant" | "f64" | "f32" | "packed";
  readonly scale: number;
  readonly precision: "f64" | "f32";
  readonly hasDenseRows?: boolean;
  /** Unit of indices. */
  readonly counted: ArrayPlace["counted"];
}

/** A table with its spikes and accumulators, placed out but not in memory yet. */
export interface PlacedTable {
  readonly job: TableDelivery;
  readonly bytes: number;
  /** Write everything except spikes. */
  fill(buffer: ArrayBufferLike): void;
  /** Set the spikes of a step. */
  send(buffer: ArrayBufferLike, step: number, neurons: readonly number[]): void;
  /** The bytes of all accumulators. */
  sums(buffer: ArrayBufferLike): Uint8Array;
}

/** Lay out a table of few synapses, one by one. */
export function layTable(given: Layout): PlacedTable {
  const { sources, targets, kind, weight, precision, counted } = given;
  const steps = Int32Array.from(new Set(given.synapses.map(({ delay }) => delay))).sort();
  const longest = steps.at(-1) ?? 0;
  const sorted = [...given.synapses].sort(
    (a, b) => a.source - b.source || (kind === "segments" ? a.delay - b.delay : 0),
  );
  const count = sorted.length;
  const place = arena();
  // A write past the end of the scratch space would change a sum.
  const ranges = place.array("ranges", "i32", { length: rangeWords, counted });
  const sums = place.array("sums", precision, { length: targets, counted });
  const segments = kind === "segments" ? steps.length : 1;
  const spikes = spikeRing(place, "source", {
    neurons: sources,
    capacity: sources,
    reach: longest,
  });
  const each = { length: count, counted };
  const arrays = {
    delays: place.array("delays", "i32", { length: steps.length, counted }),
    offsets: place.array("offsets", "i32", { length: sources * segments + 1, counted }),
    targets: place.array("targets", weight === "packed" || given.index === 4 ? "i32" : "u16", each),
  };
  const weights = weightsOf(given, (element) => place.array("weights", element, each));
  const { length } = spikes;
  const ring =
    kind === "segments"
      ? undefined
      : {
          delays: place.array("own delays", longest < 256 ? "u8" : "u16", each),
          sums: place.array("ring", precision, { length: length * targets, counted }),
          length,
          width: targets,
        };
  const rows = {
    source: "source",
    sources,
    steps,
    count,
    segments,
    // Decides how fast a table is, not its sums: both forms add all tables.
    hasDenseRows: given.hasDenseRows ?? false,
    ...arrays,
    weights,
    sums,
    ring,
  };
  const job: TableDelivery = {
    rows,
    spikes: { ...spikes, lists: { ...spikes.lists, counted } },
    ranges,
  };
  return {
    job,
    bytes: place.size,
    fill(buffer) {
      viewOf(buffer, arrays.delays).set(steps);
      const offsets = unsignedOf(buffer, arrays.offsets);
      const words = unsignedOf(buffer, arrays.targets);
      const own = weights.kind === "each" ? viewOf(buffer, weights.array) : undefined;
      const delays = ring && unsignedOf(buffer, ring.delays);
      sorted.forEach((synapse, s) => {
        const column = kind === "segments" ? steps.indexOf(synapse.delay) : 0;
        const row = synapse.source * segments + column + 1;
        offsets[row] = (offsets[row] ?? 0) + 1;
        const { target } = synapse;
        words[s] = weight === "packed" ? (target << 15) | (synapse.weight & 0x7fff) : target;
        if (own !== undefined) own[s] = synapse.weight;
        if (delays !== undefined) delays[s] = synapse.delay;
      });
      for (let k = 1; k < offsets.length; k++)
        offsets[k] = (offsets[k] ?? 0) + (offsets[k - 1] ?? 0);
    },
    send(buffer, step, neurons) {
      new Uint32Array(buffer, listAddress(spikes, step), neurons.length).set(neurons);
      new Uint32Array(buffer, countAddress(spikes, step), 1)[0] = neurons.length;
    },
    sums: (buffer) => new Uint8Array(buffer, sums.address, viewOf(buffer, sums).byteLength),
  };
}

function weightsOf<Array extends ArrayPlace>(
  { weight, scale, synapses }: Layout,
  place: (element: "f64" | "f32") => Array,
): RowWeights<Array> {
  if (weight === "packed") return { kind: "packed", unit: scale };
  if (weight === "constant") return { kind: "constant", weight: synapses[0]?.weight ?? 1 };
  return { kind: "each", array: place(weight) };
}
