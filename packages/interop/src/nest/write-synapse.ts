import { type Expression, evaluate, freeNames, parseExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { matchStandard } from "@spikeloom/equations/match";
import type { PlasticityRecord, ProjectionRecord, Stack, SynapseRecord } from "@spikeloom/kernel";
import { isStatic, type PlannedProjection, type SynapseValue } from "@spikeloom/network";
import { withWeightUnit } from "@spikeloom/plasticity";
import {
  allInUnit,
  type DrawnConnections,
  EXPORT_SYNAPSE,
  EXPORT_VALUE,
  inUnit,
  type Numbers,
  numberOf,
  oneIfAlike,
} from "@spikeloom/simulate/scripts";
import { parseQuantity } from "@spikeloom/units";
import { initialStates } from "../scripts/initial-states.ts";
import { otherConvention } from "../scripts/other-convention.ts";
import type { NestPort } from "./models.ts";
import { type NestSynapse, type NestSynapseRow, nestSynapses } from "./synapse-models.ts";
import type { NestTask } from "./task.ts";

type Model = SynapseRecord | PlasticityRecord;

/** Synapses of a projection in NEST. */
export interface FoundSynapse {
  readonly row: NestSynapse;
  /** Our parameters and states, prepared to be drawn. */
  readonly variables: ReadonlyMap<string, SynapseValue>;
}

/** Find the NEST synapse of a projection; undefined for one that only delivers its weight. */
export function findSynapse(
  { stack, convention }: NestTask,
  planned: PlannedProjection,
  { record, place }: { readonly record: ProjectionRecord; readonly place: string },
): FoundSynapse | undefined {
  const isPlain = planned.synapse !== undefined && isStatic(planned.synapse.model);
  const synapse = isPlain ? undefined : planned.synapse;
  const { plasticity, receptor } = planned;
  if (synapse === undefined && plasticity === undefined && receptor !== undefined) return undefined;
  const one = plasticity ?? synapse;
  if (one === undefined || receptor === undefined || (synapse && plasticity) !== undefined) {
    throw EXPORT_SYNAPSE({
      message: "A NEST synapse has either dynamics or a rule, and always delivers.",
      place: `${place}.synapse`,
      got: [synapse, plasticity].map((each) => each?.model.name ?? "").join(" "),
      next: "Remove one of them, or run the network with SpikeLoom.",
    });
  }
  const kind = plasticity === undefined ? "synapse" : "plasticity";
  const row = nestSynapses.find((each) => each.kind === kind && isOf(each, one.model, stack));
  if (row === undefined) {
    throw EXPORT_SYNAPSE({
      message: "NEST has no synapse with the equations of this model.",
      place: `${place}.${kind}`,
      expected: nestSynapses
        .filter((each) => each.kind === kind)
        .map(({ ours }) => ours)
        .join(", "),
      got: one.model.name,
      next: "Use one of these, or run the network with SpikeLoom.",
    });
  }
  if (kind === "plasticity") checkPlasticity(convention.plasticity, record, place);
  return { row, variables: variablesOf(planned, kind, { found: one, record, place }) };
}

function isOf({ kind, ours }: NestSynapse, model: Model, stack: Stack): boolean {
  const standard =
    kind === "synapse" ? stack.find("synapse", ours) : stack.find("plasticity", ours);
  if (standard === undefined) return false;
  const own =
    standard.kind === "plasticity" ? withWeightUnit(standard, model.weightUnit ?? "1") : standard;
  return matchStandard(model, [own])?.isSame === true;
}

/** NEST has one order in which spikes act on a plastic synapse, and treats the whole delay as dendritic. */
function checkPlasticity(
  rules: NestTask["convention"]["plasticity"],
  record: ProjectionRecord,
  place: string,
): void {
  const { coincidence = "pre-first", carries = "old" } = rules ?? {};
  const dendritic = record.dendritic ?? rules?.dendritic ?? 0;
  if (coincidence === "apart" && carries === "new" && dendritic === 1) return;
  throw EXPORT_SYNAPSE({
    message: "NEST applies spikes to plastic synapses only in its own order.",
    place: `${place}.plasticity`,
    expected: 'the convention "nest", with the whole delay dendritic',
    got: `"${coincidence}", the ${carries} weight, ${dendritic} of the delay dendritic`,
    next: otherConvention("NEST", ["nest"]),
  });
}

/** Parameters and initial states, prepared to be drawn as in a run. */
function variablesOf(
  planned: PlannedProjection,
  kind: "synapse" | "plasticity",
  {
    found: { model, parameters },
    record,
    place,
  }: {
    readonly found: {
      readonly model: Model;
      readonly parameters: Readonly<Record<string, unknown>>;
    };
    readonly record: ProjectionRecord;
    readonly place: string;
  },
): ReadonlyMap<string, SynapseValue> {
  type Given = Parameters<PlannedProjection["variable"]>[1];
  const own = Object.entries(model.parameters).map(([name, parameter]) => {
    const { symbol } = parseQuantity(parameter.default).unit;
    const value = (parameters[name] ?? parameter.default) as Given;
    const what = `${kind}.parameters.${name}`;
    return [name, planned.variable(what, value, symbol, parameter)] as const;
  });
  const values = new Map(own);
  const at = { record, place: `${place}.${kind}` };
  return new Map([...values, ...initialStates(planned, { model, parameters: values }, at)]);
}

/** Parameters of a projection's NEST synapses besides weight and delay. */
export interface SynapseEntries {
  readonly parameters: readonly (readonly [name: string, values: Numbers])[];
  /** Maximum weight, in NEST's unit and sign; undefined without a bound. */
  readonly most: Numbers | undefined;
  readonly ofTarget: readonly (readonly [name: string, value: number])[];
}

/** Compute NEST's parameters of drawn connections; refuses those without an equivalent. */
export function synapseEntries(
  task: NestTask,
  { row }: FoundSynapse,
  at: {
    readonly place: string;
    readonly drawn: DrawnConnections;
    readonly unit: string;
    readonly port: NestPort;
  },
): SynapseEntries {
  const { place, drawn } = at;
  for (const [condition, why] of row.needs ?? []) checkNeed(condition, why, at);
  if (row.otherwise !== undefined) task.lose("integration", `${place}.${row.kind}`, row.otherwise);
  if (row.certain !== undefined && !all(computed(row.certain, drawn))) {
    const message = "Signals of its synapses are redrawn: same distribution, different values.";
    task.lose("drawn-anew", place, message);
  }
  const [most, least] = row.parameters.filter(([, unit]) => unit === "bound");
  if (most !== undefined) {
    checkBounds({ least: computed(least?.[2] ?? "0", drawn), most: computed(most[2], drawn) }, at);
    for (const [, , ours] of [most, ...(least === undefined ? [] : [least])]) {
      checkBoundSign(ours, computed(ours, drawn), at);
    }
  }
  const valuesOf = ([name, unit, ours]: NestSynapseRow): readonly [string, Numbers] => {
    const values = computed(ours, drawn);
    if (unit !== "weight" && unit !== "bound") return [name, allInUnit(values, unit)];
    const inWeights = allInUnit(values, at.unit);
    return [name, unit === "bound" ? times(inWeights, at.port.factor) : inWeights];
  };
  const parameters = row.parameters.map(valuesOf);
  if (row.isHomogeneous === true) checkHomogeneous(parameters, at);
  const ofTarget = (row.ofTarget ?? []).map(valuesOf).map(([name, values]) => {
    if (typeof values === "number") return [name, values] as const;
    throw EXPORT_VALUE({
      message: `NEST stores ${name} in the target, shared by all its synapses.`,
      place: `${place}.${row.kind}.parameters`,
      got: "different values",
      next: "Use a single value.",
    });
  });
  return { parameters, most: most && valuesOf(most)[1], ofTarget };
}

/** A bound has the sign of its weights, by which NEST selects receptors. */
function checkBoundSign(
  name: string,
  values: Numbers,
  at: { readonly place: string; readonly port: NestPort },
): void {
  const { place, port } = at;
  const bounds = typeof values === "number" ? [values] : [...values];
  const wrong = bounds.find((bound) => bound * (port.sign ?? bound) < 0);
  if (wrong === undefined) return;
  throw EXPORT_VALUE({
    message: "In NEST, weights up to this bound would act on another receptor.",
    place: `${place}.plasticity.parameters.${name}`,
    expected: port.sign === 1 ? "a non-negative bound" : "a non-positive bound",
    got: wrong < 0 ? "a negative one" : "a positive one",
    next: "Give the bound the sign of the weights, or move the projection to the other receptor.",
  });
}

/** NEST stores parameters of such synapses in their model, and raises their weights to powers. */
function checkHomogeneous(
  parameters: SynapseEntries["parameters"],
  {
    place,
    drawn,
    port,
  }: { readonly place: string } & Pick<Place, "drawn"> & { readonly port: NestPort },
): void {
  const varied = parameters.find(([, values]) => typeof values !== "number")?.[0];
  if (varied !== undefined) {
    throw EXPORT_VALUE({
      message: `NEST has one ${varied} for all synapses of a model.`,
      place: `${place}.plasticity.parameters`,
      got: "different values",
      next: "Use a single value.",
    });
  }
  const isPositive = drawn.sources.every((_, k) => numberOf(drawn.weight, k) >= 0);
  if (isPositive && port.factor === 1) return;
  throw EXPORT_VALUE({
    message: "NEST supports this rule only for non-negative weights.",
    place: `${place}.weight`,
    expected: "non-negative weights onto an excitatory receptor",
    got: isPositive ? "an inhibitory receptor" : "negative weights",
    next: "Use such weights, or run the network with SpikeLoom.",
  });
}

function times(values: Numbers, factor: 1 | -1): Numbers {
  if (factor === 1) return values;
  return typeof values === "number" ? -values : values.map((value) => -value);
}

/** Evaluate an expression for each connection, in internal units; a single number if equal for all. */
function computed(text: string, { parameters, sources }: DrawnConnections): Numbers {
  const expression = parseExpression(text);
  const names = [...freeNames(expression)].filter((name) => parameters.has(name));
  const isOne = names.every((name) => typeof parameters.get(name) === "number");
  const at = (k: number): number => valueAt(expression, parameters, k);
  return isOne ? at(0) : oneIfAlike(Float64Array.from(sources, (_, k) => at(k)));
}

function valueAt(
  expression: Expression,
  parameters: ReadonlyMap<string, Numbers>,
  k: number,
): number {
  const scope = (name: string): number | undefined => {
    const values = parameters.get(name);
    return values === undefined ? undefined : numberOf(values, k);
  };
  return evaluate(expression, { scope, functions: hostFunctions });
}

function all(truths: Numbers): boolean {
  return typeof truths === "number" ? truths !== 0 : truths.every((truth) => truth !== 0);
}

interface Place {
  readonly place: string;
  readonly drawn: DrawnConnections;
}

function checkNeed(condition: string, why: string, { place, drawn }: Place): void {
  if (all(computed(condition, drawn))) return;
  throw EXPORT_VALUE({
    message: `${why}.`,
    place,
    expected: condition,
    got: [...freeNames(parseExpression(condition))]
      .map((name) => `${name} with other values`)
      .join(", "),
    next: "Use such values, or run the network with SpikeLoom.",
  });
}

/** NEST corrects a weight outside its bounds differently than a run does. */
function checkBounds(
  { least, most }: { readonly least: Numbers; readonly most: Numbers },
  { place, drawn: { weight, sources }, unit }: Place & { readonly unit: string },
): void {
  const outside = sources.findIndex((_, k) => {
    const [one, bound] = [numberOf(weight, k), numberOf(most, k)];
    return bound < 0 ? one < bound || one > 0 : one < numberOf(least, k) || one > bound;
  });
  if (outside < 0) return;
  const shown = (values: Numbers): string => `${inUnit(numberOf(values, outside), unit)} ${unit}`;
  throw EXPORT_VALUE({
    message:
      "An initial weight is outside the bounds of its rule, which NEST does not correct immediately.",
    place: `${place}.weight`,
    expected: "weights between the minimum, or zero, and the maximum",
    got: `${shown(weight)}, with the maximum ${shown(most)}`,
    next: "Use initial weights within the bounds, or run the network with SpikeLoom.",
  });
}
