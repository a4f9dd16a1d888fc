import { type GrowingList, integerList } from "./growing-list.ts";

/** Events on their way to synapses. */
export interface EventQueue {
  /** Send an event of each source in its list to the synapses of the source. */
  push(events: Int32Array): void;
  /** Synapses that an event reaches in this step, in order. */
  now(): Int32Array;
  /** End the step. */
  advance(): void;
  /** All events: steps left, and synapses. */
  pending(): { readonly steps: Int32Array; readonly synapses: Int32Array };
}

/** Arrays of a queue. */
export interface QueueArrays {
  readonly sources: Int32Array;
  /** One for each synapse, or one. */
  readonly delays: Int32Array;
  readonly steps: Int32Array;
  readonly synapses: Int32Array;
  /** Range of the sources. */
  readonly start: number;
  readonly stop: number;
}

/** Create a queue; within a step, earlier events come first, then sources and synapses in ascending order. */
export function eventQueue(arrays: QueueArrays): EventQueue {
  const { delays, start, stop } = arrays;
  const { offsets, synapses } = rowsOf(arrays);
  const longest = Math.max(maximum(delays), maximum(arrays.steps)) + 1;
  const ring = Array.from({ length: longest }, (): GrowingList<Int32Array> => integerList());
  const at = (steps: number): GrowingList<Int32Array> =>
    ring[(current + steps) % longest] as GrowingList<Int32Array>;
  let current = 0;
  arrays.steps.forEach((steps, k) => {
    at(steps).push(arrays.synapses[k] as number);
  });
  const common = delays.length === 1 ? delays[0] : undefined;
  return {
    push(events) {
      for (const source of events) {
        if (source < start || source >= stop) continue;
        const from = offsets[source - start] as number;
        const to = offsets[source - start + 1] as number;
        if (common !== undefined) at(common).pushAll(synapses.subarray(from, to));
        else {
          for (let k = from; k < to; k++) {
            const synapse = synapses[k] as number;
            at(delays[synapse] as number).push(synapse);
          }
        }
      }
    },
    now: () => at(0).view(),
    advance() {
      at(0).clear();
      current = (current + 1) % longest;
    },
    pending() {
      const [steps, found] = [integerList(), integerList()];
      for (let left = 0; left < longest; left++) {
        const list = at(left).view();
        found.pushAll(list);
        for (let k = 0; k < list.length; k++) steps.push(left);
      }
      return { steps: steps.view(), synapses: found.view() };
    },
  };
}

function maximum(values: Int32Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}

/** The synapses of each source, in ascending order. */
function rowsOf({ sources, start, stop }: QueueArrays): {
  readonly offsets: Int32Array;
  readonly synapses: Int32Array;
} {
  const offsets = new Int32Array(stop - start + 1);
  const isInside = (source: number): boolean => source >= start && source < stop;
  for (const source of sources) {
    if (isInside(source)) offsets[source - start + 1] = (offsets[source - start + 1] as number) + 1;
  }
  for (let k = 1; k < offsets.length; k++) {
    offsets[k] = (offsets[k] as number) + (offsets[k - 1] as number);
  }
  const synapses = new Int32Array(offsets.at(-1) ?? 0);
  const next = offsets.slice();
  sources.forEach((source, synapse) => {
    if (!isInside(source)) return;
    const place = next[source - start] as number;
    synapses[place] = synapse;
    next[source - start] = place + 1;
  });
  return { offsets, synapses };
}
