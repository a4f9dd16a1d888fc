import type { SynapseEnds } from "@spikeloom/kernel";
import { valuesInUnit } from "../recorded-unit.ts";
import { timesOfSteps } from "../run-length.ts";
import type { SynapseRecorderPlan } from "./synapse-recorders.ts";

/** Snapshots of one variable of the synapses of a set. */
export interface SynapseSnapshots {
  /** The unit that the model declares; `1` for a pure number. */
  readonly unit: string;
  /** In ms, ascending. */
  readonly times: Float64Array;
  /** Snapshots × synapses, row after row. */
  readonly values: Float64Array;
}

/**
 * A set of synapses that existed over a period.
 *
 * Ordered by source, then target, delay and creation.
 */
export interface SynapseSet {
  /** Time of first observation, in ms. */
  readonly since: number;
  /** Indices within the populations. */
  readonly sources: Uint32Array;
  readonly targets: Uint32Array;
  /** In ms. */
  readonly delays: Float64Array;
  /** By variable, in the order of the recorder. */
  readonly snapshots: ReadonlyMap<string, SynapseSnapshots>;
}

/** Recording of one synapse recorder. */
export interface SynapseRecording {
  readonly projection: string;
  /** Names of the populations. */
  readonly from: string;
  readonly to: string;
  /** One set, plus another after each creation or deletion of synapses. */
  readonly sets: readonly SynapseSet[];
}

/** Data of one synapse recorder for a set, in internal units. */
export interface SynapseChunks {
  readonly step: number;
  readonly ends: SynapseEnds;
  readonly snapshots: ReadonlyMap<
    string,
    { readonly steps: readonly number[]; readonly values: readonly Float64Array[] }
  >;
}

/** Convert the stored data of each recorder into recordings with times in ms and declared units. */
export function makeSynapseRecordings(
  plans: readonly SynapseRecorderPlan[],
  recorded: readonly (readonly SynapseChunks[])[],
  dt: number,
): readonly SynapseRecording[] {
  return plans.map(({ projection, from, to, units }, k): SynapseRecording => {
    const sets = (recorded[k] ?? []).map((chunks) => makeSet(chunks, units, dt));
    return { projection, from, to, sets };
  });
}

function makeSet(
  { step, ends, snapshots }: SynapseChunks,
  units: ReadonlyMap<string, string>,
  dt: number,
): SynapseSet {
  const { sources, targets, delays } = ends;
  const [since = 0] = timesOfSteps(Int32Array.of(step), dt);
  const entries = [...units].map(([name, unit]) => {
    const { steps = [], values = [] } = snapshots.get(name) ?? {};
    const all = new Float64Array(values.length * sources.length);
    for (const [row, one] of values.entries()) all.set(one, row * sources.length);
    const times = timesOfSteps(Int32Array.from(steps), dt);
    return [name, { unit, times, values: valuesInUnit(all, unit, all) }] as const;
  });
  return { since, sources, targets, delays: timesOfSteps(delays, dt), snapshots: new Map(entries) };
}
