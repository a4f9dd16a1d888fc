import type { ExpressionRecord, ReceptorRecord, StateRecord } from "@spikeloom/kernel";

/** A parameter whose default is a quantity of a known unit, so that TypeScript can check overrides. */
export interface Quantity<Unit extends string> {
  readonly default: `${number} ${Unit}`;
  readonly about: string;
  readonly min?: string;
  readonly exclusive?: boolean;
}

/** A time constant: never zero or negative. */
export function timeConstant(value: `${number} ms`, about: string): Quantity<"ms"> {
  return { default: value, about, min: "0 ms", exclusive: true };
}

/** What is told apart between the receptors of one neuron. */
export interface PortNames<Suffix extends string> {
  /** Ends the names of the receptor's parameters and state: `exc` gives `g_exc`, `tau_syn_exc`. */
  readonly suffix: Suffix;
  /** How prose calls it: `excitatory`. */
  readonly word: string;
  /** Which potential drives the current through a conductance; `v` where it is not given. */
  readonly potential?: string;
}

/** One receptor with its kinetics, ready to be spread into a neuron record. */
export interface Port<Parameters> {
  readonly parameters: Parameters;
  readonly receptor: ReceptorRecord;
  readonly state: Readonly<Record<string, StateRecord>>;
  readonly dynamics: Readonly<Record<string, string>>;
  readonly expressions: Readonly<Record<string, ExpressionRecord>>;
  /** The current into the neuron, an expression of the port's state and of `v`. */
  readonly current: string;
}
