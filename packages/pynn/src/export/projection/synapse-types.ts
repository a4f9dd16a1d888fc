import type { PlasticityRecord, Stack, SynapseRecord } from "@spikeloom/kernel";
import { withWeightUnit } from "@spikeloom/plasticity";
import { multiQuantalUpTo } from "@spikeloom/synapses";
import { sameEquations } from "../same-equations.ts";

/** A parameter of a PyNN synapse: its default, its unit, and ours in internal units. */
export interface SynapseRow {
  readonly default: number;
  /** `weight` is the unit of the target's weights. */
  readonly unit: string;
  readonly value: (of: (ours: string) => number) => number;
  /** The parameter that it is, where it may differ from synapse to synapse. */
  readonly from?: string;
}

type Rows = Readonly<Record<string, SynapseRow>>;

/** A synapse type of PyNN that has the equations of one of our models. */
export interface SynapseTypeRow {
  /** Name of our model. */
  readonly model: string;
  readonly name: string;
  readonly parameters: Rows;
  /** Whether spikes depend on chance. */
  readonly drawn?: boolean;
  /** What pyNN.nest makes of it, where that is something to know. */
  readonly warning?: string;
}

/** A weight dependence of PyNN's STDPMechanism that has the equations of one of our rules. */
export interface DependenceRow {
  readonly model: string;
  readonly name: string;
  readonly timing: Rows;
  readonly dependence: Rows;
}

const same = (from: string, usual: number, unit: string): SynapseRow => ({
  default: usual,
  unit,
  from,
  value: (of) => of(from),
});

const short = (recovery: number): Rows => ({
  U: same("u_0", 0.5, "1"),
  tau_rec: same("tau_rec", recovery, "ms"),
  tau_facil: same("tau_facil", 0, "ms"),
});

const types: readonly SynapseTypeRow[] = [
  { model: "static", name: "StaticSynapse", parameters: {} },
  { model: "tsodyks-uziel-markram", name: "TsodyksMarkramSynapse", parameters: short(100) },
  {
    model: "simple-stochastic",
    name: "SimpleStochasticSynapse",
    parameters: { p: same("p", 0.5, "1") },
    drawn: true,
  },
  {
    model: "stochastic-tsodyks-markram",
    name: "StochasticTsodyksMarkramSynapse",
    parameters: short(100),
    drawn: true,
    warning: "pyNN.nest has this synapse only where PyNN's own NEST extensions are installed.",
  },
  {
    model: "multi-quantal",
    name: "MultiQuantalSynapse",
    parameters: { ...short(800), n: same("n", 1, "1") },
    drawn: true,
  },
];

const timing: Rows = {
  tau_plus: same("tau_plus", 20, "ms"),
  tau_minus: same("tau_minus", 20, "ms"),
  A_plus: same("a_plus", 0.01, "1"),
  A_minus: same("a_minus", 0.01, "1"),
};

const limits: Rows = {
  w_min: same("w_min", 0, "weight"),
  w_max: same("w_max", 1, "weight"),
};

const powers: Rows = {
  mu_plus: same("mu_plus", 0.5, "1"),
  mu_minus: same("mu_minus", 0.5, "1"),
};

const dependences: readonly DependenceRow[] = [
  { model: "stdp-pair", name: "AdditiveWeightDependence", timing, dependence: limits },
  {
    model: "stdp-multiplicative",
    name: "MultiplicativeWeightDependence",
    timing,
    dependence: limits,
  },
  {
    model: "stdp-additive-multiplicative",
    name: "AdditivePotentiationMultiplicativeDepression",
    timing,
    dependence: limits,
  },
  {
    model: "stdp-guetig",
    name: "GutigWeightDependence",
    timing,
    dependence: { ...limits, ...powers },
  },
  // The same rule in the parameters of NEST, with a least weight of zero.
  {
    model: "stdp-nest",
    name: "GutigWeightDependence",
    timing: {
      ...timing,
      A_plus: { default: 0.01, unit: "1", value: (of) => of("lambda_0") },
      A_minus: { default: 0.01, unit: "1", value: (of) => of("alpha") * of("lambda_0") },
    },
    dependence: { w_max: same("w_max", 1, "weight"), ...powers },
  },
];

/** Names of our models that PyNN has a synapse type for. */
export const synapseModels: readonly string[] = types.map(({ model }) => model);

/** Names of our rules that PyNN has a weight dependence for. */
export const ruleModels: readonly string[] = dependences.map(({ model }) => model);

/** Find the synapse type that has the equations of a model. */
export function findSynapseType(model: SynapseRecord, stack: Stack): SynapseTypeRow | undefined {
  return types.find(({ model: name }) => {
    const ours = name === "multi-quantal" ? quantal(model) : stack.find("synapse", name);
    return ours !== undefined && sameEquations(ours, model);
  });
}

/** The multi-quantal synapse of as many sites as a model has at most. */
function quantal(model: SynapseRecord): SynapseRecord | undefined {
  const most = Number(model.parameters["n"]?.max);
  return Number.isInteger(most) && most > 0 && most <= 1000 ? multiQuantalUpTo(most) : undefined;
}

/** Find the weight dependence that has the equations of a rule, whatever its unit of the weight. */
export function findDependence(rule: PlasticityRecord, stack: Stack): DependenceRow | undefined {
  return dependences.find(({ model }) => {
    const ours = stack.find("plasticity", model);
    if (ours === undefined) return false;
    return sameEquations(withWeightUnit(ours, rule.weightUnit ?? "1"), rule);
  });
}
