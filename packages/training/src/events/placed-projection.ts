import type { EventQueue, Jump } from "@spikeloom/program/events";
import type { EventNetwork, EventProjection } from "./event-network.ts";
import type { EventPopulation } from "./event-population.ts";
import { arrival } from "./event-tape.ts";

/** A projection with the indices by which events refer to its synapses. */
export interface PlacedProjection extends EventProjection {
  readonly index: number;
  readonly firstSynapse: number;
  /** First segment of each source. */
  readonly firstSegment: Int32Array;
  readonly targets: EventPopulation;
  /** Level of the targets. */
  readonly level: number;
  readonly jumps: readonly Jump[];
  /** Whether its spikes move the test of the targets, or the variable that is read, at once. */
  readonly jolts: boolean;
}

/** Projections, and the segments of their synapses. */
export interface PlacedProjections {
  readonly all: readonly PlacedProjection[];
  /**
   * Index of the projection of a segment.
   *
   * A segment contains synapses of one source with one delay. They are numbered in the order in which simultaneous arrivals act: by
   * source, then by projection, then by delay.
   */
  readonly projectionOf: Uint16Array;
  /** The synapses of a segment are `bySource[begin]` to `bySource[end]` of its projection. */
  readonly begin: Int32Array;
  readonly end: Int32Array;
}

/** Number the synapses and segments of all projections. */
export function placeProjections(
  { projections, levels }: EventNetwork,
  populations: readonly EventPopulation[],
): PlacedProjections {
  let firstSynapse = 0;
  const all = projections.map((one, index): PlacedProjection => {
    const targets = populations[one.to] as EventPopulation;
    const { test, receptors } = targets.form;
    const jumps = receptors.get(one.receptor) ?? [];
    const tested = [targets.read, ...(test?.function.from ?? [])];
    const jolts = jumps.some(({ variable }) => tested.includes(variable));
    const firstSegment = new Int32Array(one.begins.length - 1);
    const level = levels[one.to] as number;
    const placed = { ...one, index, firstSynapse, firstSegment, targets, level, jumps, jolts };
    firstSynapse += one.weights.length;
    return placed;
  });
  const [projectionOf, begin, end]: [number[], number[], number[]] = [[], [], []];
  const sources = Math.max(0, ...all.map(({ first, begins }) => first + begins.length - 1));
  for (let source = 0; source < sources; source++) {
    for (const { index, first, begins, firstSegment, hasOneDelay } of all) {
      const own = source - first;
      if (own < 0 || own >= firstSegment.length) continue;
      firstSegment[own] = begin.length;
      const last = begins[own + 1] as number;
      for (let k = begins[own] as number; k < last; ) {
        const next = hasOneDelay ? last : k + 1;
        projectionOf.push(index);
        begin.push(k);
        end.push(next);
        k = next;
      }
    }
  }
  return {
    all,
    projectionOf: Uint16Array.from(projectionOf),
    begin: Int32Array.from(begin),
    end: Int32Array.from(end),
  };
}

/** Create a function that queues the arrivals of a spike before a time; of simultaneous ones, those of an earlier level come first. */
export function sender(
  queue: EventQueue,
  until: number,
): (sent: readonly PlacedProjection[], source: number, time: number, by: number) => void {
  return (sent, source, time, by) => {
    for (const { begins, bySource, delays, hasOneDelay, firstSegment, level } of sent) {
      const [begin, end] = [begins[source] as number, begins[source + 1] as number];
      let segment = firstSegment[source] as number;
      for (let k = begin; k < end; k = hasOneDelay ? end : k + 1) {
        const at = time + (delays[bySource[k] as number] as number);
        if (at < until) queue.put(at, arrival + level, segment, by);
        segment++;
      }
    }
  };
}
