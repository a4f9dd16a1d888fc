import type { ExpressionRecord, ReceptorRecord, StateRecord } from "@spikeloom/kernel";

/** Parameter whose default is a quantity of a known unit, so that TypeScript can check overrides. */
export interface Quantity<Unit extends string> {
  readonly default: `${number} ${Unit}`;
  readonly about: string;
  readonly min?: string;
  readonly exclusive?: boolean;
}

/** Time constant, always positive. */
export function timeConstant(value: `${number} ms`, about: string): Quantity<"ms"> {
  return { default: value, about, min: "0 ms", exclusive: true };
}

/** Names that differ between the receptors of one neuron. */
export interface PortNames<Suffix extends string> {
  /** Suffix of the receptor's parameters and state: `exc` gives `g_exc`, `tau_syn_exc`. */
  readonly suffix: Suffix;
  /** Adjective in descriptions: `excitatory`. */
  readonly word: string;
  /** Potential that drives the current through a conductance; defaults to `v`. */
  readonly potential?: string;
}

/** Receptor with its kinetics, to be spread into a neuron record. */
export interface Port<Parameters> {
  readonly parameters: Parameters;
  readonly receptor: ReceptorRecord;
  readonly state: Readonly<Record<string, StateRecord>>;
  readonly dynamics: Readonly<Record<string, string>>;
  readonly expressions: Readonly<Record<string, ExpressionRecord>>;
  /** Current into the neuron, an expression of the port's state and of `v`. */
  readonly current: string;
}
