import type { EventNetwork, EventProjection } from "./event-network.ts";
import type { EventQueue } from "./event-queue.ts";
import type { NeuronNumbers } from "./event-state.ts";
import { arrival, rowArrival } from "./event-tape.ts";

/** A projection with the indices by which events refer to its synapses and rows. */
export interface PlacedProjection extends EventProjection {
  readonly firstSynapse: number;
  readonly firstRow: number;
  /** Index of the first target neuron. */
  readonly firstTarget: number;
  /** Start of the targets' current; -1 if spikes increment the potential. */
  readonly current: number;
  readonly scale: Float64Array;
}

/** Index the synapses and rows of all projections. */
export function placeProjections(
  { projections, populations }: EventNetwork,
  { count, first }: NeuronNumbers,
): readonly PlacedProjection[] {
  let [firstSynapse, firstRow] = [0, 0];
  return projections.map((one) => {
    const receptor = populations[one.to]?.receptors.get(one.receptor);
    const placed: PlacedProjection = {
      ...one,
      firstSynapse,
      firstRow,
      firstTarget: first[one.to] ?? 0,
      current: receptor?.current === -1 ? -1 : (receptor?.current ?? 0) * count,
      scale: receptor?.scale ?? new Float64Array(0),
    };
    firstSynapse += one.weights.length;
    firstRow += one.begins.length - 1;
    return placed;
  });
}

/** Find the projection to which an index of a synapse or row belongs. */
export function projectionOf(
  all: readonly PlacedProjection[],
  number: number,
  what: "firstSynapse" | "firstRow",
): PlacedProjection {
  let k = all.length - 1;
  while ((all[k] as PlacedProjection)[what] > number) k--;
  return all[k] as PlacedProjection;
}

/** Create a function that queues the arrivals of a spike, up to a time. */
export function sender(
  queue: EventQueue,
  until: number,
): (sent: readonly PlacedProjection[], source: number, time: number, by: number) => void {
  return (sent, source, time, by) => {
    for (const { begins, bySource, delays, hasOneDelay, firstRow, firstSynapse } of sent) {
      const [begin, end] = [begins[source] as number, begins[source + 1] as number];
      if (hasOneDelay) {
        const at = time + (delays[bySource[begin] as number] as number);
        if (begin < end && at <= until) queue.put(at, rowArrival, firstRow + source, by);
        continue;
      }
      for (let k = begin; k < end; k++) {
        const synapse = bySource[k] as number;
        const at = time + (delays[synapse] as number);
        if (at <= until) queue.put(at, arrival, firstSynapse + synapse, by);
      }
    }
  };
}
