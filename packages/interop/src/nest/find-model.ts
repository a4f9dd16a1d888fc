import { type Expression, evaluate } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { matchStandard, type StandardMatch } from "@spikeloom/equations/match";
import type { NeuronRecord, Stack } from "@spikeloom/kernel";
import type { ResolvedPopulation } from "@spikeloom/network";
import { type Numbers, numberOf, oneIfAlike } from "@spikeloom/simulate/scripts";
import { parseQuantity, parseUnit, toInternal } from "@spikeloom/units";
import { type NestModel, nestModels } from "./models.ts";
import { noRefractory, usualForm } from "./usual-form.ts";

/** A population as one of NEST's models. */
export interface FoundModel {
  readonly row: NestModel;
  /** Our standard model. */
  readonly standard: NeuronRecord;
  readonly match: StandardMatch<NeuronRecord>;
  /** Give a parameter of the standard model, in internal units. */
  parameter(name: string): Numbers;
  /** What weights of a receptor are times, to be those of the standard model in internal units. */
  weightFactor(receptor: string): Numbers;
}

/** Find NEST's model of a population, whatever names and form its equations have. */
export function findModel(resolved: ResolvedPopulation, stack: Stack): FoundModel | undefined {
  const { size } = resolved;
  const none = { value: 0, dimension: parseUnit("ms").dimension };
  const parameters = new Map([...resolved.parameters, [noRefractory, none] as const]);
  const rows = new Map(
    nestModels.flatMap((row) => {
      const standard = stack.find("neuron", row.ours);
      return standard === undefined ? [] : [[standard, row] as const];
    }),
  );
  const threshold = "either" as const;
  const fixed = [...parameters].flatMap(([name, { value }]) => {
    const one = oneIfAlike(value);
    return typeof one === "number" ? [[name, one] as const] : [];
  });
  const matchOf = (model: NeuronRecord): StandardMatch<NeuronRecord> | undefined =>
    matchStandard(model, rows.keys(), { threshold }) ??
    matchStandard(model, rows.keys(), { threshold, values: new Map(fixed) });
  // As it is written first: some of NEST's models are never refractory either.
  const plain = matchOf(resolved.model);
  const usual = usualForm(resolved.model);
  const match = plain ?? matchOf(usual.model);
  const factors = plain === undefined ? usual.factors : new Map<string, Expression>();
  const row = match && rows.get(match.standard);
  if (match === undefined || row === undefined) return undefined;
  const computed = (expression: Expression): Numbers => {
    const values = Float64Array.from({ length: size }, (_, k) => {
      const scope = (one: string): number | undefined => {
        const value = parameters.get(one)?.value;
        return value === undefined ? undefined : numberOf(value, k);
      };
      return evaluate(expression, { scope, functions: hostFunctions });
    });
    return oneIfAlike(values);
  };
  return {
    row,
    standard: match.standard,
    match,
    parameter(name) {
      const expression = match.parameters.get(name);
      return expression === undefined ? defaultOf(match.standard, name) : computed(expression);
    },
    weightFactor(receptor) {
      const factor = factors.get(receptor);
      return factor === undefined ? 1 : computed(factor);
    },
  };
}

/** The value of a parameter that a user leaves as it is. */
export function defaultOf(model: NeuronRecord, name: string): number {
  return toInternal(parseQuantity(model.parameters[name]?.default ?? 0));
}
