import type { PopulationRecord } from "@spikeloom/kernel";
import { type Entry, isLists, listOf } from "../values/columns.ts";

/** When given times are written down. */
export interface TimesContext {
  readonly size: number;
  /** Where the simulation is; what lies before has been sent. */
  readonly step: number;
  readonly timestep: number;
  readonly convention?: "nest" | "neuron" | "brian2";
}

/** Write times of spikes that are still to come. */
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
  const now = step * timestep;
  const slack = 1e-3 * timestep;
  // Brian2 sends what is due now in the step that begins now; the others have sent it.
  if (convention === "brian2") return times.filter((time) => time >= now - slack);
  const next = (step + 1) * timestep;
  // What would be rounded to now has to wait for the next step.
  return times.filter((time) => time > now + slack).map((time) => Math.max(time, next));
}
