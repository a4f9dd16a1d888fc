import type { SynapseEnds } from "@spikeloom/kernel";
import { RULE } from "@spikeloom/program";

/** Reads and sets per-synapse values, over all shards. */
export interface SynapseAccess {
  ends(projection: string): SynapseEnds;
  read(projection: string, variable: string): Float64Array;
  write(projection: string, variable: string, values: Float64Array): void;
  setModulator(projection: string, modulator: string, value: number): void;
  trigger(projection: string, event: string): void;
}

/** Create the error for a projection without per-synapse values, or an unknown one. */
export function unknownProjection(name: string, known: readonly string[]): Error {
  const message = `There is no projection "${name}" whose synapses change.`;
  const expected = known.length > 0 ? known.join(", ") : "a projection with state or a rule";
  const next = `Set "synapse": "static" on a projection whose weights are to be read and set.`;
  return RULE({ place: name, message, expected, got: name, next });
}

const refuse = (projection: string): never => {
  throw unknownProjection(projection, []);
};

/** The access to synapses of a network in which none change. */
export const noRuledSynapses: SynapseAccess = {
  ends: refuse,
  read: refuse,
  write: refuse,
  setModulator: refuse,
  trigger: refuse,
};
