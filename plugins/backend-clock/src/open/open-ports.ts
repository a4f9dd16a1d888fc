import type { ConventionRecord } from "@spikeloom/kernel";
import { joinSpikes } from "@spikeloom/program";
import { type Arena, paddedLength } from "../arena.ts";
import type { JobPlan } from "../job-plan.ts";
import type { PlacedPopulation } from "../populations.ts";

/** Locations where code adds to a shard between steps; empty unless the job is open. */
export interface OpenPorts {
  /** Spikes of the next step, by source population. */
  readonly sent: ReadonlyMap<string, SentList>;
  /** Values added to inputs, by population and input. */
  readonly inputs: ReadonlyMap<string, ReadonlyMap<string, AddedInput>>;
}

/** Neurons that send spikes in the next step in addition to their trains: ascending, repeated for several spikes. */
export interface SentList {
  readonly capacity: number;
  /** Byte addresses, of u32. */
  readonly count: number;
  readonly list: number;
}

/** Values added to an input of the shard's neurons. */
export interface AddedInput {
  /** Byte address of an i32: 1 where it has been set since the last step. */
  readonly isNew: number;
  /** Byte address of numbers in the run's precision. */
  readonly values: number;
}

/** Maximum number of spikes that code may add to the train of a source population in one step. */
export function sentCapacity({ open }: Pick<JobPlan, "open">, size: number): number {
  // Twice the number of neurons, and some more.
  return open ? 2 * size + 64 : 0;
}

/** Lay out the memory for inputs and spikes from code. */
export function layOpenPorts(
  { open, precision }: JobPlan,
  populations: readonly PlacedPopulation[],
  arena: Arena,
): OpenPorts {
  if (!open) return { sent: new Map(), inputs: new Map() };
  const bytes = precision === "f64" ? 8 : 4;
  const sent = populations.flatMap(({ name, resolved: { source, size } }) => {
    if (source === undefined) return [];
    const capacity = sentCapacity({ open }, size);
    const list = { capacity, count: arena.allocate(4), list: arena.allocate(4 * capacity) };
    return [[name, list] as const];
  });
  const inputs = populations.map(({ name, resolved: { form }, part }) => {
    const own = [...form.inputs.keys()].map((input) => {
      const values = arena.allocate(paddedLength(part.size) * bytes);
      return [input, { isNew: arena.allocate(4), values }] as const;
    });
    return [name, new Map(own)] as const;
  });
  return { sent: new Map(sent), inputs: new Map(inputs) };
}

/** Create a function that merges the spikes of a train with those sent by code, and removes the latter. */
export function takeSent(
  { count, list, capacity }: SentList,
  {
    buffer,
    convention,
  }: {
    readonly buffer: ArrayBufferLike;
    readonly convention: Pick<ConventionRecord, "multiplicity">;
  },
): (train: readonly number[]) => Uint32Array {
  const counts = new Uint32Array(buffer, count, 1);
  const neurons = new Uint32Array(buffer, list, capacity);
  return (train) => {
    const sent = counts[0] as number;
    if (sent === 0) return Uint32Array.from(train);
    counts[0] = 0;
    return Uint32Array.from(joinSpikes(convention, train, [...neurons.subarray(0, sent)]));
  };
}
