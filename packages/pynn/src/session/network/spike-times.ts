import type { PopulationRecord } from "@spikeloom/kernel";
import { resolveConvention, spikeStep } from "@spikeloom/network";
import { type Entry, isLists, listOf } from "../values/columns.ts";

/** Options of writing given spike times. */
export interface TimesContext {
  readonly size: number;
  /** The current time; earlier spikes were sent. */
  readonly step: number;
  readonly timestep: number;
  readonly convention?: "nest" | "neuron" | "brian2";
}

/** Write the times of future spikes. */
export function timesRecord(
  times: Entry,
  context: TimesContext,
): NonNullable<PopulationRecord["times"]> {
  if (!isLists(times)) return [];
  const { size } = context;
  if (times.offsets.length === 2) {
    return { values: toCome(listOf(times, 0), context), unit: "ms" };
  }
  return Array.from({ length: size }, (_, neuron) =>
    Array.from(toCome(listOf(times, neuron), context)),
  );
}

function toCome(times: Float64Array, { step, timestep, convention }: TimesContext): Float64Array {
  if (step === 0) return times;
  const rules = { dt: timestep, convention: resolveConvention(convention) };
  // A spike stamped with the start of its step is not sent yet when the simulation is at that time.
  if (rules.convention.spikeStamp === "start") {
    return times.filter((time) => spikeStep(time, rules) >= step);
  }
  const now = step * timestep;
  const next = now + timestep;
  // A later spike that would be rounded to the current time must wait for the next step.
  const isLate = (time: number): boolean => time > now + 1e-3 * timestep;
  return times
    .filter(
      (time) => spikeStep(time, rules) > step || (spikeStep(time, rules) === step && isLate(time)),
    )
    .map((time) => Math.max(time, next));
}
