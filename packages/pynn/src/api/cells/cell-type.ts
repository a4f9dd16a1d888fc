import type { CellType } from "../../session/session.ts";
import { checkRecord } from "../check-arguments.ts";
import { NAME } from "../errors.ts";
import type { NeuronValue, ParameterValue, SequenceValue } from "../values/neuron-values.ts";

/** Names of a cell type, for the compiler. */
export interface CellNames {
  /** Parameters with one number per neuron. */
  readonly numbers: string;
  /** Parameters with a list of numbers per neuron. */
  readonly lists: string;
  /** State variables that all neurons have, which can be recorded besides spikes. */
  readonly variables: string;
  /** State variables that some neurons have, which data may contain. */
  readonly data: string;
  readonly receptors: string;
}

/** Names of all parameters of a cell type. */
export type ParameterName<N extends CellNames> = N["numbers"] | N["lists"];

/** Parameters by PyNN's names. */
export type ParameterValues<N extends CellNames> = {
  readonly [Name in ParameterName<N>]?: Name extends N["lists"]
    ? Name extends N["numbers"]
      ? ParameterValue
      : SequenceValue
    : NeuronValue;
};

/** Values of state variables by PyNN's names. */
export type VariableValues<N extends CellNames> = {
  readonly [Name in N["variables"]]?: NeuronValue;
};

/** Cell type of a population, with its parameters. */
export interface PynnCellType<N extends CellNames = CellNames> {
  readonly kind: "cell-type";
  /** PyNN's class name. */
  readonly name: string;
  /** Description for the session. */
  readonly cell: CellType;
  /** Names and defaults. */
  readonly defaults: Readonly<Record<string, number | readonly number[]>>;
  /** Given parameters. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Units by recordable variable, without `spikes`. */
  readonly units: Readonly<Record<string, string>>;
  readonly parameterUnits: Readonly<Record<string, string>>;
  readonly initial: Readonly<Record<string, number>>;
  readonly receptors: readonly string[];
  /** Whether weights are conductances; undefined if unknown. */
  readonly conductanceBased?: boolean | undefined;
  readonly injectable: boolean;
  /** Never present: carries the names for the compiler. */
  readonly names?: N;
}

/** Check that parameters exist; the error lists those that do. */
export function checkParameters(
  given: Readonly<Record<string, unknown>>,
  defaults: Readonly<Record<string, unknown>>,
  place: string,
): void {
  checkRecord(given, place, Object.keys(defaults).join(", "));
  for (const name of Object.keys(given)) {
    if (Object.hasOwn(defaults, name)) continue;
    const known = Object.keys(defaults).join(", ");
    throw NAME({ place, what: "parameter", name, known });
  }
}
