import type { Simulation } from "@spikeloom/kernel";
import { STEPPING } from "../errors.ts";
import type { CallQueue } from "./call-queue.ts";
import type { KnownNames } from "./known-names.ts";

/** Passes the simulation to a call when it is next in the queue; rejects with a coded error otherwise. */
export type QueueCall = CallQueue["queue"];

/** Context of calls between steps. */
export interface Between {
  readonly queue: QueueCall;
  readonly names: KnownNames;
  readonly backend: string;
  /** Duration of a step in ms. */
  readonly dt: number;
}

const abilities = {
  setState: "set variables",
  setInput: "set inputs",
  sendSpikes: "send spikes",
  synapses: "list its synapses",
  synapseState: "list its synapses",
  setSynapseState: "set weights",
  setModulator: "set modulators",
  trigger: "trigger events",
} as const;

type Ability = keyof typeof abilities;

/** Return an optional operation of a backend, or throw a coded error. */
export function ability<Name extends Ability>(
  simulation: Simulation,
  name: Name,
  { place, backend }: { readonly place: string; readonly backend: string },
): NonNullable<Simulation[Name]> {
  const found = simulation[name];
  if (found !== undefined) return found as NonNullable<Simulation[Name]>;
  throw STEPPING({ place, backend, what: abilities[name] });
}
