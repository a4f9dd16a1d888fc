import type { NetworkRecord, ProjectionRecord, Stack } from "@spikeloom/kernel";
import { findModel, projectionNames, readTime, synapseVariables } from "@spikeloom/network";
import type { NetworkProgram, ProjectionProgram } from "@spikeloom/program";

/** Resolved synapse recorder, determined before the run. */
export interface SynapseRecorderPlan {
  readonly projection: string;
  /** Names of the populations. */
  readonly from: string;
  readonly to: string;
  /** Units of the variables, in the order of the recorder. */
  readonly units: ReadonlyMap<string, string>;
  /** Step of the first snapshot. */
  readonly first: number;
  /** Snapshots are due at multiples of this; undefined for only the first and last. */
  readonly every: number | undefined;
  /** Step of the last snapshot, or the end of the run if that is earlier. */
  readonly last: number;
  /** Whether a snapshot equal to the previous one is omitted. */
  readonly onChange: boolean;
  /** Whether synapses are created or deleted, so that their ends must be compared again. */
  readonly changes: boolean;
}

/** Resolve each synapse recorder. */
export function planSynapseRecorders(
  network: NetworkRecord,
  { stack, dt }: { readonly stack: Stack; readonly dt: number },
): readonly SynapseRecorderPlan[] {
  const names = projectionNames(network);
  return (network.recordSynapses ?? []).map((recorder, k): SynapseRecorderPlan => {
    const place = `recordSynapses[${k}]`;
    const { projection, variables = ["weight"], every, from, until, onChange = false } = recorder;
    const index = names.indexOf(projection);
    const record = network.projections?.[index];
    const known = synapseVariables(network, index, stack);
    const inSteps = (time: string, field: string): number =>
      Math.round(readTime(time, `${place}.${field}`) / dt);
    return {
      projection,
      from: record?.from ?? "",
      to: record?.to ?? "",
      units: new Map(variables.map((name) => [name, known.get(name) ?? "1"])),
      first: from === undefined ? 0 : inSteps(from, "from"),
      every: every === undefined ? undefined : inSteps(every, "every"),
      last: until === undefined ? Number.POSITIVE_INFINITY : inSteps(until, "until"),
      onChange,
      changes: hasStructure(record, { network, stack, place }),
    };
  });
}

/** Resolve each synapse recorder of a program. */
export function synapseRecordersOf({
  synapseRecorders,
  projections,
  dt,
}: Pick<
  NetworkProgram,
  "synapseRecorders" | "projections" | "dt"
>): readonly SynapseRecorderPlan[] {
  const inSteps = (time: number): number => Math.round(time / dt);
  return synapseRecorders.map((recorder): SynapseRecorderPlan => {
    const { projection: name, variables, every, from, until, onChange } = recorder;
    const projection = projections.find((one) => one.name === name) as ProjectionProgram;
    const { weight, dynamic } = projection;
    const unitOf = (variable: string): string =>
      (variable === "weight" ? weight : dynamic?.values.get(variable))?.unit ?? "1";
    return {
      projection: name,
      from: projection.from,
      to: projection.to,
      units: new Map(variables.map((variable) => [variable, unitOf(variable)])),
      first: inSteps(from),
      every: every === undefined ? undefined : inSteps(every),
      last: inSteps(until),
      onChange,
      changes: dynamic?.program.structure !== undefined,
    };
  });
}

function hasStructure(
  record: ProjectionRecord | undefined,
  within: Parameters<typeof findModel>[2],
): boolean {
  if (record?.plasticity === undefined) return false;
  return findModel("plasticity", record.plasticity, within).model.structure !== undefined;
}

/**
 * Check whether a snapshot is due at a step.
 *
 * The final snapshot of a run is separate.
 */
export function isDue({ first, every, last }: SynapseRecorderPlan, step: number): boolean {
  if (step < first || step > last) return false;
  if (step === first || step === last) return true;
  return every !== undefined && step % every === 0;
}

/** Find the next step at which a snapshot is due. */
export function nextDue({ first, every, last }: SynapseRecorderPlan, step: number): number {
  if (step < first) return first;
  if (step >= last) return Number.POSITIVE_INFINITY;
  if (every === undefined) return last;
  return Math.min(last, (Math.floor(step / every) + 1) * every);
}
