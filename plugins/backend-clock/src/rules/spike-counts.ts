import { type Chosen, chooseNeurons, readTime } from "@spikeloom/network";
import { RULE } from "@spikeloom/program";
import type { Arena } from "../arena.ts";
import { SLOT_MISSING } from "../errors.ts";
import type { JobPlan, RuledProjection } from "../job-plan.ts";
import { powerAbove } from "../power-above.ts";

/** Spikes on their way to a named event or a third factor: how many come at the start of each step. */
export interface SpikeCountRing {
  /** Steps from a spike to what it causes. */
  readonly delay: number;
  /** Counts by step; a power of two above the delay. */
  readonly length: number;
  readonly address: number;
}

/** What such spikes are stated by. */
export interface CountedSpikes {
  readonly from: string;
  readonly neurons?: Parameters<typeof chooseNeurons>[0];
  readonly delay?: string;
}

/** Give all events and third factors of a projection that come from spikes a ring, by their place. */
export function laySpikeCounts(
  { record, place }: RuledProjection,
  {
    arena,
    dt,
    interval,
  }: { readonly arena: Arena; readonly dt: number; readonly interval: number },
): ReadonlyMap<string, SpikeCountRing> {
  const sources = [
    ...Object.entries(record.events ?? {}).map(([name, source]) => ({
      place: `${place}.events.${name}`,
      source,
    })),
    ...Object.entries(record.modulators ?? {}).map(([name, source]) => ({
      place: `${place}.modulators.${name}`,
      source,
    })),
  ];
  return new Map(
    sources.flatMap(({ place: where, source }) => {
      if (typeof source !== "object" || !("from" in source)) return [];
      const delay = eventDelay(source.delay, { dt, interval, place: where });
      const length = powerAbove(delay + 1);
      return [[where, { delay, length, address: arena.allocate(4 * length) }] as const];
    }),
  );
}

/** Counts the spikes of a population that come in a step. */
export interface SpikeCounter {
  countSpikes(step: number, population: string, neurons: Uint32Array): void;
  /** How many come at the start of a step; asked once, steps in order. */
  at(step: number): number;
}

/** Make what counts spikes into a ring. */
export function spikeCounter(
  { from, neurons, place }: CountedSpikes & { readonly place: string },
  ring: SpikeCountRing | undefined,
  { plan, buffer }: { readonly plan: JobPlan; readonly buffer: ArrayBufferLike },
): SpikeCounter {
  const chosen = countedNeurons({ from, neurons, place }, plan);
  if (ring === undefined) throw SLOT_MISSING({ population: from, slot: place });
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
      for (const neuron of spikes) if (chosen.isAll === true || chosen.index(neuron) >= 0) count++;
      const slot = slotOf(step + delay);
      due[slot] = (due[slot] as number) + count;
    },
  };
}

/** Find the neurons whose spikes are counted. */
export function countedNeurons(
  { from, neurons, place }: CountedSpikes & { readonly place: string },
  { populations }: Pick<JobPlan, "populations">,
): Chosen {
  const population = populations.get(from);
  if (population !== undefined) {
    return chooseNeurons(neurons, population.size, `${place}.neurons`);
  }
  const expected = [...populations.keys()].join(", ");
  throw RULE({ place, message: `There is no population "${from}".`, expected, got: from });
}

/** Steps from a spike to what it causes at the start of a step. */
export function eventDelay(
  delay: string | undefined,
  { dt, interval, place }: { readonly dt: number; readonly interval: number; place: string },
): number {
  if (delay === undefined) return Math.max(1, Number.isFinite(interval) ? interval : 1);
  const steps = Math.round(readTime(delay, `${place}.delay`) / dt);
  if (steps >= 1) return steps;
  throw RULE({
    place: `${place}.delay`,
    message: "A spike acts on others no sooner than in the next step.",
    expected: `at least ${dt} ms`,
    got: delay,
  });
}
