import type { EventQueue, Jump } from "@spikeloom/program/events";
import type { EventNetwork, EventProjection } from "./event-network.ts";
import type { EventPopulation } from "./event-population.ts";
import { arrival, rowArrival } from "./event-tape.ts";

/** A projection with the indices by which events refer to its synapses and rows. */
export interface PlacedProjection extends EventProjection {
  readonly index: number;
  readonly firstSynapse: number;
  readonly firstRow: number;
  readonly targets: EventPopulation;
  readonly jumps: readonly Jump[];
  /** Whether its spikes move the test of the targets, or the variable that is read, at once. */
  readonly jolts: boolean;
}

/** Index the synapses and rows of all projections. */
export function placeProjections(
  { projections }: EventNetwork,
  populations: readonly EventPopulation[],
): readonly PlacedProjection[] {
  let [firstSynapse, firstRow] = [0, 0];
  return projections.map((one, index) => {
    const targets = populations[one.to] as EventPopulation;
    const { test, receptors } = targets.form;
    const jumps = receptors.get(one.receptor) ?? [];
    const tested = [targets.read, ...(test?.function.from ?? [])];
    const jolts = jumps.some(({ variable }) => tested.includes(variable));
    const placed = { ...one, index, firstSynapse, firstRow, targets, jumps, jolts };
    firstSynapse += one.weights.length;
    firstRow += one.begins.length - 1;
    return placed;
  });
}

/** Return the projection of an arrival, an event of the tape or the queue. */
export function projectionOf(
  all: readonly PlacedProjection[],
  kind: number,
  what: number,
): PlacedProjection {
  let p = all.length - 1;
  while (firstOf(all[p] as PlacedProjection, kind) > what) p--;
  return all[p] as PlacedProjection;
}

/** Index of the first synapse of a projection, or of its first row. */
export function firstOf(projection: PlacedProjection, kind: number): number {
  return kind === arrival ? projection.firstSynapse : projection.firstRow;
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
