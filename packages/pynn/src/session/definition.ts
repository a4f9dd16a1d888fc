import type { Stack } from "@spikeloom/kernel";
import { SESSION_NAME } from "../errors.ts";
import type { Current } from "./currents/current.ts";
import type { Column, SessionOptions } from "./session.ts";
import type { SessionPopulation } from "./session-population.ts";
import type { KnownSynapse } from "./synapses/known-synapse.ts";

/** State of a projection. */
export interface SessionProjection {
  /** Its name in the network. */
  readonly name: string;
  readonly source: SessionPopulation;
  readonly target: SessionPopulation;
  /** Our name; undefined if potentials are coupled. */
  readonly receptor: string | undefined;
  readonly synapse: KnownSynapse;
  /** The unit of weights. */
  readonly unit: string;
  /** The time constant of the receptor, by the name of the target's parameter. */
  readonly decay: string | undefined;
  /** Source and target of each connection, one after the other. */
  readonly pairs: Uint32Array;
  /** `weight` as given, `delay`, and the parameters of the synapse type. */
  readonly attributes: Map<string, Column>;
}

/** Complete definition of a session. */
export interface Definition {
  readonly options: SessionOptions;
  readonly stack: Stack;
  readonly populations: SessionPopulation[];
  readonly projections: SessionProjection[];
  readonly currents: Current[];
  /** Number of resets after runs: random numbers of a run are redrawn in each trial. */
  trial: number;
}

/** Find an entry by its number. */
export function numbered<T>(
  things: readonly T[],
  number: number,
  { what, place }: { readonly what: string; readonly place: string },
): T {
  const found = things[number];
  if (found !== undefined) return found;
  const known = things.length === 0 ? [] : [`0 to ${things.length - 1}`];
  throw SESSION_NAME({ place, what, name: String(number), known });
}

/** Find an entry by its name. */
export function named<T>(
  entries: ReadonlyMap<string, T>,
  name: string,
  { what, place }: { readonly what: string; readonly place: string },
): T {
  const found = entries.get(name);
  if (found !== undefined) return found;
  throw SESSION_NAME({ place, what, name, known: [...entries.keys()] });
}
