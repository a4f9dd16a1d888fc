import type { PynnCellType } from "../cells/cell-type.ts";
import type { StoredSegment } from "../recording/stored-segment.ts";
import type { Positions } from "../space/space.ts";
import type { Structure } from "../space/structures.ts";
import type { Stored } from "../values/stored-values.ts";

/** State of a population. */
export interface PopulationState {
  /** Number in the session. */
  readonly number: number;
  /** Given label or PyNN's default; several populations may share it. */
  readonly label: string;
  /** Unique key of random streams. */
  readonly key: string;
  readonly size: number;
  /** Ids are consecutive in a simulation; this is the first neuron's. */
  readonly firstId: number;
  readonly type: PynnCellType;
  readonly values: Map<string, Stored>;
  readonly initial: Map<string, Stored>;
  readonly structure: Structure;
  positions: Positions | undefined;
  /** Recorded neurons by variable. */
  readonly recorded: Map<string, ReadonlySet<number>>;
  /** Sampling interval in ms; by default every step. */
  interval: number | undefined;
  /** Start of recording in ms: creation of the population, or the last clear, since the last reset. */
  recordedFrom: number;
  /** Whether data were cleared since the last reset. */
  isCleared: boolean;
  readonly annotations: Record<string, unknown>;
  /** Data recorded before each reset. */
  readonly segments: StoredSegment[];
}

/** Neurons of one population, in order. */
export interface GroupPart {
  readonly population: PopulationState;
  readonly neurons: Uint32Array;
}

/** Neurons of a group: of one population, or of several. */
export interface Members {
  readonly size: number;
  readonly ids: Uint32Array;
  /** Parts in the order of the group. */
  readonly parts: readonly GroupPart[];
}

/** Where a group stores its members. */
export const membersOf: unique symbol = Symbol("members");

/** Neurons of any cell type: a group, or one of its neurons. */
export interface Neurons {
  readonly label: string;
  readonly [membersOf]: Members;
}

/** Find a population of members that is not in this simulation. */
export function fromElsewhere(
  populations: readonly PopulationState[],
  { parts }: Members,
): PopulationState | undefined {
  const other = parts.find(({ population }) => populations[population.number] !== population);
  return other?.population;
}

/** Concatenate parts. */
export function makeMembers(parts: readonly GroupPart[]): Members {
  const size = parts.reduce((sum, { neurons }) => sum + neurons.length, 0);
  const ids = new Uint32Array(size);
  let from = 0;
  for (const { population, neurons } of parts) {
    for (const neuron of neurons) ids[from++] = population.firstId + neuron;
  }
  return { size, ids, parts };
}

/** Select members by their indices in the group, in the given order. */
export function pickMembers(members: Members, indices: Uint32Array): Members {
  const parts: { population: PopulationState; neurons: number[] }[] = [];
  for (const index of indices) {
    const { population, neuron } = memberAt(members, index);
    const last = parts.at(-1);
    if (last?.population === population) last.neurons.push(neuron);
    else parts.push({ population, neurons: [neuron] });
  }
  return makeMembers(
    parts.map(({ population, neurons }) => ({ population, neurons: Uint32Array.from(neurons) })),
  );
}

/** Find the population and the index within it of a member. */
export function memberAt(
  { parts }: Members,
  index: number,
): { readonly population: PopulationState; readonly neuron: number } {
  let left = index;
  for (const { population, neurons } of parts) {
    if (left < neurons.length) return { population, neuron: neurons[left] as number };
    left -= neurons.length;
  }
  throw new RangeError(`no member ${index}`);
}
