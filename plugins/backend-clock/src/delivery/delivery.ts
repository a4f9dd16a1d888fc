import type { SpikeRing } from "../spike-rings.ts";
import { packedBits, type SynapseTable } from "./delivery-table.ts";

/** Add the weights that arrive in a step to the accumulators. */
export type Deliver = (step: number) => void;

/** What delivery reads. */
export interface DeliveryJob {
  readonly table: SynapseTable;
  readonly ring: SpikeRing;
  readonly precision: "f64" | "f32";
  /** Byte address of `deliveryScratchBytes` that all jobs of a memory may use together. */
  readonly scratch: number;
}

/** What all forms of delivery run on. */
interface Memory {
  readonly buffer: ArrayBufferLike;
}

/**
 * Deliver in plain JavaScript, in the order that `SynapseTable` states.
 *
 * Segments: those spikes whose delay ends in the step. Ring: the whole rows of the step's own spikes.
 */
export function javascriptDelivery(job: DeliveryJob, memory: Memory): Deliver {
  const { table, ring, precision } = job;
  const { address, delays } = table;
  const { ring: sums } = table.layout;
  const columns = sums === undefined ? delays.length : 1;
  const sumBytes = precision === "f64" ? 8 : 4;
  return (step) => {
    const view = new DataView(memory.buffer);
    const add = adder(job, view);
    const walk = (source: number, column: number): void => {
      const row = address.offsets + 4 * (source * columns + column);
      const end = view.getUint32(row + 4, true);
      for (let s = view.getUint32(row, true); s < end; s++) {
        if (sums === undefined) add(s, table.layout.base);
        else {
          const delay =
            sums.delayBytes === 1
              ? view.getUint8(address.own + s)
              : view.getUint16(address.own + 2 * s, true);
          const slot = (step + delay) & (sums.length - 1);
          add(s, sums.address + slot * sums.width * sumBytes);
        }
      }
    };
    for (let column = 0; column < columns; column++) {
      const sent = sums === undefined ? step - (delays[column] ?? 0) : step;
      const slot = sent & (ring.length - 1);
      const count = view.getUint32(ring.counts + 4 * slot, true);
      const list = ring.lists + 4 * slot * ring.capacity;
      for (let k = 0; k < count; k++) walk(view.getUint32(list + 4 * k, true), column);
    }
  };
}

/** Add the weight of one synapse to its accumulator among those at `base`. */
function adder(
  { table, precision }: DeliveryJob,
  view: DataView,
): (synapse: number, base: number) => void {
  const { address, layout, weight = 0 } = table;
  const isDouble = precision === "f64";
  const round = isDouble ? (value: number): number => value : Math.fround;
  const unit = round(layout.scale);
  const indexOf = (synapse: number): number => {
    const at = address.targets + synapse * layout.index;
    if (layout.index === 2) return view.getUint16(at, true);
    const word = view.getUint32(at, true);
    return layout.weight === "packed" ? word >>> packedBits : word;
  };
  const weightOf: Readonly<Record<typeof layout.weight, (synapse: number) => number>> = {
    constant: () => weight,
    f64: (synapse) => view.getFloat64(address.weights + 8 * synapse, true),
    f32: (synapse) => view.getFloat32(address.weights + 4 * synapse, true),
    packed(synapse) {
      const word = view.getInt32(address.targets + synapse * layout.index, true);
      return ((word << (32 - packedBits)) >> (32 - packedBits)) * unit;
    },
  };
  const read = weightOf[layout.weight];
  return (synapse, base) => {
    const add = round(read(synapse));
    const at = base + indexOf(synapse) * (isDouble ? 8 : 4);
    if (isDouble) view.setFloat64(at, view.getFloat64(at, true) + add, true);
    else view.setFloat32(at, view.getFloat32(at, true) + add, true);
  };
}

/** Make what counts the synapses of neurons of a table: the events that their spikes cause. */
export function javascriptEventCount(
  { address, delays, layout }: SynapseTable,
  memory: Memory,
): (neurons: Uint32Array) => number {
  const columns = layout.ring === undefined ? delays.length : 1;
  return (neurons) => {
    const words = new Uint32Array(memory.buffer);
    let events = 0;
    for (let k = 0; k < neurons.length; k++) {
      const row = address.offsets / 4 + (neurons[k] ?? 0) * columns;
      events += (words[row + columns] ?? 0) - (words[row] ?? 0);
    }
    return events;
  };
}
