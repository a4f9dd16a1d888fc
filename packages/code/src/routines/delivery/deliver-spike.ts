import { routine } from "../../form/build.ts";
import type { Value } from "../../form/graph.ts";
import type { Routine } from "../../form/routine.ts";
import { packedUnits } from "./add-range.ts";
import { packedBits } from "./synapse-rows.ts";

/**
 * Add the weights of a row of packed synapses to fixed-point sums.
 *
 * A synapse is `target << 15 | weight`. Integer sums do not depend on the order, so many invocations may deliver rows
 * concurrently.
 */
const deliverRow: Routine = routine(
  "deliver_row",
  {
    about: "Adds the weights of a row of packed synapses to the sums of their targets.",
    parameters: { row: "i32" },
    passed: { offsets: "i32", synapses: "i32", sums: "i32" },
  },
  (b, { row }, { offsets, synapses, sums }) => {
    const from = b.load(offsets, row);
    const to = b.load(offsets, row, 1);
    b.for({ name: "synapse", from, to }, (synapse) => {
      const word = b.load(synapses, synapse);
      const target = b.apply("shiftRightUnsigned", word, b.i32(packedBits));
      b.atomicAdd(sums, target, packedUnits(b, word));
    });
    return undefined;
  },
);

/** Deliver a spike of a list: the row of the neuron that sent it. */
export const deliverSpike: Routine = routine(
  "deliver_spike",
  {
    about: "Delivers one spike of a list.",
    parameters: { spike: "i32" },
    passed: { spikes: "i32", offsets: "i32", synapses: "i32", sums: "i32" },
  },
  (b, { spike }, { spikes, offsets, synapses, sums }) => {
    const row: Value = b.load(spikes, spike);
    b.call(deliverRow, [offsets, synapses, sums], [row]);
    return undefined;
  },
);
