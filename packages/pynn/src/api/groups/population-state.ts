import type { PynnCellType } from "../cells/cell-type.ts";
import type { StoredSegment } from "../recording/stored-segment.ts";
import type { Positions } from "../space/space.ts";
import type { Structure } from "../space/structures.ts";
import type { Stored } from "../values/stored-values.ts";

/** What is known of a population. */
export interface PopulationState {
  /** The session's number. */
  readonly number: number;
  /** As it was given, or PyNN's; several populations may have the same. */
  readonly label: string;
  /** Unique: names what random numbers are for. */
  readonly key: string;
  readonly size: number;
  /** Neurons of a simulation are numbered on; this is the first one's number. */
  readonly firstId: number;
  readonly type: PynnCellType;
  readonly values: Map<string, Stored>;
  readonly initial: Map<string, Stored>;
  readonly structure: Structure;
  positions: Positions | undefined;
  /** Recorded neurons by variable. */
  readonly recorded: Map<string, ReadonlySet<number>>;
  /** Of samples, in ms; every step unless given. */
  interval: number | undefined;
  /** When recording began, in ms: the population was made, or data were cleared, since the last reset. */
  recordedFrom: number;
  /** Whether data were cleared since the last reset. */
  isCleared: boolean;
  readonly annotations: Record<string, unknown>;
  /** What was recorded before each reset. */
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
  /** The parts follow each other in the order of the group. */
  readonly parts: readonly GroupPart[];
}

/** Where a group keeps its members. */
export const membersOf: unique symbol = Symbol("members");

/** Neurons of any cell type: a group, or one of its neurons. */
export interface Neurons {
  readonly label: string;
  readonly [membersOf]: Members;
}

/** Find a population of members that is not one of these, as another simulation made it. */
export function fromElsewhere(
  populations: readonly PopulationState[],
  { parts }: Members,
): PopulationState | undefined {
  const other = parts.find(({ population }) => populations[population.number] !== population);
  return other?.population;
}

/** Put parts together. */
export function makeMembers(parts: readonly GroupPart[]): Members {
  const size = parts.reduce((sum, { neurons }) => sum + neurons.length, 0);
  const ids = new Uint32Array(size);
  let from = 0;
  for (const { population, neurons } of parts) {
    for (const neuron of neurons) ids[from++] = population.firstId + neuron;
  }
  return { size, ids, parts };
}

/** Take some members by their indices within the group, in the order given. */
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
