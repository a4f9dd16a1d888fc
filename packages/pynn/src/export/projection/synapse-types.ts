import { matchStandard } from "@spikeloom/equations/match";
import type { PlasticityRecord, Stack, SynapseRecord } from "@spikeloom/kernel";
import { withWeightUnit } from "@spikeloom/plasticity";
import { multiQuantalUpTo } from "@spikeloom/synapses";
import type { PynnParameter } from "../../map/cells.ts";
import { pynnDependences, pynnSynapses, pynnTimings } from "../../map/synapses.ts";
import { eachTsodyks } from "../../session/synapses/each-tsodyks.ts";

/** A parameter of a PyNN synapse: its default, its unit, and ours in internal units. */
export interface SynapseRow {
  readonly default: number;
  /** `weight` is the unit of the target's weights. */
  readonly unit: string;
  readonly value: (of: (ours: string) => number) => number;
  /** The corresponding parameter, if it may differ between synapses. */
  readonly from?: string;
}

type Rows = Readonly<Record<string, SynapseRow>>;

/** A PyNN synapse type with the equations of one of our models. */
export interface SynapseTypeRow {
  /** Name of our model. */
  readonly model: string;
  readonly name: string;
  readonly parameters: Rows;
  /** Whether its signals are random. */
  readonly drawn: boolean;
}

/** A weight dependence of PyNN's STDPMechanism with the equations of one of our rules. */
export interface DependenceRow {
  readonly model: string;
  readonly name: string;
  readonly timing: Rows;
  readonly dependence: Rows;
}

/** Synapse types with random release. */
const drawn: ReadonlySet<string> = new Set([
  "SimpleStochasticSynapse",
  "StochasticTsodyksMarkramSynapse",
  "MultiQuantalSynapse",
]);

const types: readonly SynapseTypeRow[] = Object.entries(pynnSynapses).flatMap(
  ([name, { model = "static", parameters, couples }]): SynapseTypeRow[] =>
    couples === true
      ? []
      : [{ name, model, parameters: rowsOf(parameters), drawn: drawn.has(name) }],
);

const timing = rowsOf(pynnTimings["SpikePairRule"]?.parameters ?? {});

const dependences: readonly DependenceRow[] = [
  ...Object.entries(pynnDependences).flatMap(([name, { parameters, rules }]): DependenceRow[] => {
    const model = rules["SpikePairRule"];
    return model === undefined ? [] : [{ model, name, timing, dependence: rowsOf(parameters) }];
  }),
  // Guetig's rule in NEST's parameters, with a minimum weight of zero.
  {
    model: "stdp-nest",
    name: "GutigWeightDependence",
    timing: {
      ...timing,
      A_plus: { default: 0.01, unit: "1", value: (of) => of("lambda_0") },
      A_minus: { default: 0.01, unit: "1", value: (of) => of("alpha") * of("lambda_0") },
    },
    dependence: without(
      "w_min",
      rowsOf(pynnDependences["GutigWeightDependence"]?.parameters ?? {}),
    ),
  },
];

/** Read the rows of the map from our side. */
function rowsOf(parameters: Readonly<Record<string, PynnParameter>>): Rows {
  const rows = Object.entries(parameters).flatMap(([name, { default: usual, unit, to }]) => {
    if (typeof to !== "string" || typeof usual !== "number") return [];
    const row: SynapseRow = { default: usual, unit, from: to, value: (of) => of(to) };
    return [[name, row] as const];
  });
  return Object.fromEntries(rows);
}

function without(name: string, rows: Rows): Rows {
  return Object.fromEntries(Object.entries(rows).filter(([own]) => own !== name));
}

/** Names of our models with a PyNN synapse type. */
export const synapseModels: readonly string[] = types.map(({ model }) => model);

/** Names of our rules with a PyNN weight dependence. */
export const ruleModels: readonly string[] = dependences.map(({ model }) => model);

/** Find the synapse type with the equations of a model. */
export function findSynapseType(model: SynapseRecord, stack: Stack): SynapseTypeRow | undefined {
  return types.find(({ model: name }) => {
    if (name === "tsodyks-uziel-markram" && isSame(eachTsodyks, model)) return true;
    const ours = name === "multi-quantal" ? quantal(model) : stack.find("synapse", name);
    return ours !== undefined && isSame(ours, model);
  });
}

/** The multi-quantal synapse with the model's maximum number of sites. */
function quantal(model: SynapseRecord): SynapseRecord | undefined {
  const most = Number(model.parameters["n"]?.max);
  return Number.isInteger(most) && most > 0 && most <= 1000 ? multiQuantalUpTo(most) : undefined;
}

/** Find the weight dependence with the equations of a rule, for any unit of the weight. */
export function findDependence(rule: PlasticityRecord, stack: Stack): DependenceRow | undefined {
  return dependences.find(({ model }) => {
    const ours = stack.find("plasticity", model);
    if (ours === undefined) return false;
    return isSame(withWeightUnit(ours, rule.weightUnit ?? "1"), rule);
  });
}

function isSame<Model extends SynapseRecord | PlasticityRecord>(
  ours: Model,
  model: Model,
): boolean {
  return matchStandard(model, [ours])?.isSame === true;
}
