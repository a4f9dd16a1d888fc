import type { PynnParameter } from "../../map/cells.ts";
import { type PynnSynapse, pynnSynapses } from "../../map/synapses.ts";
import { checkParameters } from "../cells/cell-type.ts";
import { defined } from "../cells/standard-cells.ts";
import type { Carried, ConnectionValues, PynnSynapseType } from "./synapse-type.ts";

type ShortTerm = Carried | "U" | "tau_rec" | "tau_facil";

interface SynapseNames {
  readonly StaticSynapse: Carried;
  readonly TsodyksMarkramSynapse: ShortTerm;
  readonly SimpleStochasticSynapse: Carried | "p";
  readonly StochasticTsodyksMarkramSynapse: ShortTerm;
  readonly MultiQuantalSynapse: ShortTerm | "n";
  readonly ElectricalSynapse: "weight";
}

/** PyNN's synapse types by class name. */
export type StandardSynapses = {
  readonly [N in keyof SynapseNames]: (
    parameters?: ConnectionValues<SynapseNames[N]>,
  ) => PynnSynapseType<SynapseNames[N]>;
};

/** Create PyNN's synapse types: `standardSynapses.StaticSynapse({ weight: 0.5 })`. */
export const standardSynapses: StandardSynapses = Object.fromEntries(
  Object.entries(pynnSynapses).map(([name, row]) => [name, factory(name, row)]),
) as unknown as StandardSynapses;

function factory(
  name: string,
  row: PynnSynapse,
): (given?: ConnectionValues<string>) => PynnSynapseType {
  const defaults = { weight: 0, ...numbersOf(row.parameters) };
  const hasDelay = row.couples !== true;
  return (given = {}) => {
    checkParameters(given, hasDelay ? { ...defaults, delay: 0 } : defaults, name);
    const synapse = { kind: "standard", name } as const;
    return { kind: "synapse-type", name, synapse, defaults, parameters: defined(given), hasDelay };
  };
}

/** Read the defaults of numeric parameters. */
export function numbersOf(
  rows: Readonly<Record<string, PynnParameter>>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(rows).map(([name, row]) => [name, Number(row.default)]));
}
