import type { SpikeRing } from "../spike-rings.ts";
import type { SynapseTable } from "./delivery-table.ts";

/** Ranges that are collected before they are walked; each is a first and an end, both u32. */
export const rangesHeld = 256;

/** Bytes that delivery needs to remember what it does next. */
export const deliveryScratchBytes: number = rangesHeld * 8 + 64;

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

/** Make what counts the synapses of neurons of a table: the events that their spikes cause. */
export function eventCount(
  { address, delays, layout }: SynapseTable,
  memory: { readonly buffer: ArrayBufferLike },
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
