import { type CountedSpikes, powerAbove, stepsToEffect } from "@spikeloom/program";
import type { Arena } from "../arena.ts";
import { SLOT_MISSING } from "../errors.ts";
import type { RuledProjection } from "../job-plan.ts";

/** Spikes in transit to a named event or a third factor: their number at the start of each step. */
export interface SpikeCountRing {
  /** Steps from a spike to its effect. */
  readonly delay: number;
  /** Counts by step; a power of two above the delay. */
  readonly length: number;
  readonly address: number;
}

/** Create rings for all events and third factors of a projection that are caused by spikes, grouped by these spikes. */
export function laySpikeCounts(
  { factors, events }: RuledProjection,
  {
    arena,
    plan: { dt },
    interval,
  }: { readonly arena: Arena; readonly plan: { readonly dt: number }; readonly interval: number },
): ReadonlyMap<CountedSpikes, SpikeCountRing> {
  const found = [...events.values(), ...factors.values()];
  return new Map(
    found.flatMap((one) => {
      if (one.kind !== "spikes") return [];
      const delay = stepsToEffect(one.spikes, { dt, interval });
      const length = powerAbove(delay + 1);
      return [[one.spikes, { delay, length, address: arena.allocate(4 * length) }] as const];
    }),
  );
}

/** Counts the spikes of a population that arrive in a step. */
export interface SpikeCounter {
  countSpikes(step: number, population: string, neurons: Uint32Array): void;
  /** Number of arrivals at the start of a step; called once per step, in order. */
  at(step: number): number;
}

/** Create the function that counts spikes into a ring. */
export function spikeCounter(
  { from, neurons }: CountedSpikes,
  ring: SpikeCountRing | undefined,
  buffer: ArrayBufferLike,
): SpikeCounter {
  if (ring === undefined) throw SLOT_MISSING({ population: from, slot: "spike counts" });
  const { delay, length, address } = ring;
  const due = new Uint32Array(buffer, address, length);
  const slotOf = (step: number): number => step & (length - 1);
  return {
    at(step) {
      const count = due[slotOf(step)] as number;
      due[slotOf(step)] = 0;
      return count;
    },
    countSpikes(step, name, spikes) {
      if (name !== from) return;
      let count = 0;
      for (const neuron of spikes)
        if (neurons.isAll === true || neurons.index(neuron) >= 0) count++;
      const slot = slotOf(step + delay);
      due[slot] = (due[slot] as number) + count;
    },
  };
}
