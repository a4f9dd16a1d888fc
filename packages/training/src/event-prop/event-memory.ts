import type { Batch, SpikeColumns } from "@spikeloom/kernel";
import type { SpikeColumnPlaces } from "../machine/pass-machine.ts";
import type { TrainingMemory } from "../memory/training-memory.ts";
import type { BatchPlace } from "../run/load-batch.ts";
import { checkSharing } from "../workers/start-threads.ts";
import type { EventBatch, EventExamples } from "./event-examples.ts";
import type { EventNetwork } from "./event-network.ts";

type Given = EventNetwork["given"];
type Sizes = Pick<EventExamples, "outputs" | "targets">;

/** Return a network whose synapses other threads can access, as data. */
export function sharedNetwork(network: EventNetwork): EventNetwork {
  checkSharing();
  const { targets, weights, delays, bySource } = network.synapses;
  const columns = {
    targets: new Uint32Array(new SharedArrayBuffer(targets.byteLength)),
    weights: new Float64Array(new SharedArrayBuffer(weights.byteLength)),
    delays: new Float64Array(new SharedArrayBuffer(delays.byteLength)),
    bySource: new Uint32Array(new SharedArrayBuffer(bySource.byteLength)),
  };
  for (const [name, column] of Object.entries(columns)) {
    column.set(network.synapses[name as keyof typeof columns]);
  }
  return { ...network, synapses: { ...network.synapses, ...columns } };
}

/** Write a batch into shared memory; returns its position. */
export function writeEventBatch(
  memory: TrainingMemory,
  { size, inputs, targets }: Batch,
  { given, sizes }: { readonly given: Given; readonly sizes: Sizes },
): BatchPlace {
  let end = 0;
  const room = (bytes: number): number => {
    const begin = end;
    // Doubles come first, so that all of them are aligned to 8.
    end += bytes;
    return begin;
  };
  const place = {
    size,
    targets: room(8 * size * sizes.targets),
    losses: room(8 * size),
    outputs: room(8 * size * sizes.outputs),
  };
  const spikes = given.map(({ name }) => inputs[name] as SpikeColumns);
  const columns = spikes.map(({ steps }): SpikeColumnPlaces => {
    const [begins, times] = [room(4 * (size + 1)), room(4 * steps.length)];
    return { begins, times, neurons: room(4 * steps.length), marks: 0, spikes: steps.length };
  });
  memory.reach(end);
  doubles(memory, place.targets, targets.length).set(targets);
  columns.forEach((one, k) => {
    const { begins, steps, neurons } = spikes[k] as SpikeColumns;
    integers(memory, one.begins, size + 1).set(begins);
    integers(memory, one.times, one.spikes).set(steps);
    integers(memory, one.neurons, one.spikes).set(neurons);
  });
  return { ...place, values: [], columns };
}

/** Create views of a batch in memory. */
export function readEventBatch(
  memory: TrainingMemory,
  { size, targets, losses, outputs, columns = [] }: BatchPlace,
  { given, sizes }: { readonly given: Given; readonly sizes: Sizes },
): EventBatch {
  const inputs = given.map(({ name }, k) => {
    const { begins, times, neurons, spikes } = columns[k] as SpikeColumnPlaces;
    return [
      name,
      {
        begins: integers(memory, begins, size + 1),
        steps: integers(memory, times, spikes),
        neurons: integers(memory, neurons, spikes),
      },
    ] as const;
  });
  const read = doubles(memory, targets, size * sizes.targets);
  return {
    batch: { size, inputs: Object.fromEntries(inputs), targets: read },
    losses: doubles(memory, losses, size),
    outputs: doubles(memory, outputs, size * sizes.outputs),
  };
}

function doubles({ memory }: TrainingMemory, address: number, count: number): Float64Array {
  return new Float64Array(memory.buffer, address, count);
}

function integers({ memory }: TrainingMemory, address: number, count: number): Uint32Array {
  return new Uint32Array(memory.buffer, address, count);
}
