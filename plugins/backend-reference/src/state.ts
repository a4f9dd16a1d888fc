import { RULE } from "@spikeloom/program";
import type { GapTrains } from "@spikeloom/random";
import type { Names } from "./expressions.ts";
import type { Body } from "./motion.ts";
import type { Synapse } from "./synapses.ts";

/** Everything that changes in a run; the rest of a simulation follows from its program. */
export interface State {
  step: number;
  /** Values of each population, by slot of its step program. */
  readonly slots: Map<string, ReadonlyMap<string, Float64Array>>;
  /** All spikes so far, by population and step: ascending neurons, once for each spike. */
  readonly spikes: Map<string, Map<number, readonly number[]>>;
  readonly sources: Map<string, SourceState>;
  /** By stimulus. */
  readonly gaps: Map<number, Gaps>;
  /** Values that user code adds to inputs, by population and input. */
  readonly added: Map<string, Float64Array>;
  /** By projection. */
  readonly rules: Map<string, RuleState>;
}

/** The next event of each target whose events are rare, and the number of gaps drawn. */
type Gaps = Pick<GapTrains, "next" | "drawn">;

/** The next point of each neuron's process, the words of its stream used by then, and spikes that code sends. */
export interface SourceState {
  readonly next: Float64Array;
  readonly words: Float64Array;
  sent: number[];
}

/** Everything of a rule that changes. */
export interface RuleState {
  /** By delay, then by source and creation. */
  synapses: Synapse[];
  /** By delay, then by source: its variables in the time of its synapses. */
  readonly sources: ReadonlyMap<number, readonly Body[]>;
  /** Each target as its spikes left it, oldest first. */
  readonly targets: readonly Body[][];
  /** Values shared by all synapses, by step: as far back as the latest delay requires. */
  readonly shared: Map<number, Shared>;
  /** Variables of neurons at the start of the step, and traces that follow them. */
  readonly ends: ReadonlyMap<string, Float64Array>;
  readonly modulators: Names;
  /** Named events that code asks for in the next step. */
  readonly triggered: Names;
}

/** Values shared by all synapses in a step. */
export interface Shared {
  /** Common traces before and after its named events. */
  readonly before: Names;
  after: Names;
  readonly modulators: Names;
  /** Number of occurrences of each named event. */
  readonly events: Names;
}

/** Create the state before the first step, which the parts of a network fill as they are created. */
export function emptyState(): State {
  return {
    step: 0,
    slots: new Map(),
    spikes: new Map(),
    sources: new Map(),
    gaps: new Map(),
    added: new Map(),
    rules: new Map(),
  };
}

/** Get the state of a part: its initial one, unless it was saved. */
export function stateOf<Key, Part>(parts: Map<Key, Part>, key: Key, initial: () => Part): Part {
  const found = parts.get(key) ?? initial();
  parts.set(key, found);
  return found;
}

/** List the neurons of a population that spiked in a step. */
export function spikesAt({ spikes }: State, population: string, step: number): readonly number[] {
  return spikes.get(population)?.get(step) ?? [];
}

// Bytes are JSON; a value that JSON lacks is an object with one field that names it.

/** Write a state as bytes. */
export function encode(state: State): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(state, (_, one: unknown) => written(one)));
}

/** Read a state that `encode` wrote. */
export function decode(bytes: Uint8Array | undefined): State {
  try {
    return JSON.parse(new TextDecoder().decode(bytes), (_, one: unknown) => read(one)) as State;
  } catch {
    const message = "The saved state is not one of this backend, or is damaged.";
    throw RULE({ place: "state", message, expected: "what `save` gave" });
  }
}

const types = { Map, Float64Array, Uint32Array } as const;

function written(value: unknown): unknown {
  for (const [kind, type] of Object.entries(types)) {
    if (value instanceof type) return { [kind]: [...value] };
  }
  if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return { Number: Object.is(value, -0) ? "-0" : String(value) };
}

function read(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  const [[kind, of] = ["", undefined]] = Object.entries(value);
  if (kind === "Number") return Number(of);
  return Object.hasOwn(types, kind) ? new types[kind as keyof typeof types](of) : value;
}
