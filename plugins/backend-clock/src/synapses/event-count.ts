import { unsignedOf } from "../placed.ts";
import type { SynapseTable } from "./synapse-table.ts";

/** Create a function that counts the synapses of neurons in a table: the events caused by their spikes. */
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
