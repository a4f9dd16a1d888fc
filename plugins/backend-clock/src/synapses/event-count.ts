import { unsignedOf } from "../placed.ts";
import type { SynapseTable } from "./synapse-table.ts";

/** Make what counts the synapses of neurons of a table: the events that their spikes cause. */
export function eventCount(
  { offsets, segments }: SynapseTable,
  { buffer }: { readonly buffer: ArrayBufferLike },
): (neurons: Uint32Array) => number {
  const starts = unsignedOf(buffer, offsets);
  return (neurons) => {
    let events = 0;
    for (const neuron of neurons) {
      const row = neuron * segments;
      events += (starts[row + segments] ?? 0) - (starts[row] ?? 0);
    }
    return events;
  };
}
