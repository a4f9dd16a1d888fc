import { type Expression, evaluate } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { matchStandard, type StandardMatch } from "@spikeloom/equations/match";
import type { NeuronRecord, Stack } from "@spikeloom/kernel";
import type { ResolvedPopulation } from "@spikeloom/network";
import { type Numbers, numberOf, oneIfAlike } from "@spikeloom/simulate/scripts";
import { parseQuantity, parseUnit, toInternal } from "@spikeloom/units";
import { type NestModel, nestModels } from "./models.ts";
import { noRefractory, usualForm } from "./usual-form.ts";

/** A population as a NEST model. */
export interface FoundModel {
  readonly row: NestModel;
  /** Our standard model. */
  readonly standard: NeuronRecord;
  readonly match: StandardMatch<NeuronRecord>;
  /** Return a parameter of the standard model, in internal units. */
  parameter(name: string): Numbers;
  /** Factor that converts weights of a receptor to those of the standard model, in internal units. */
  weightFactor(receptor: string): Numbers;
}

/** Find the NEST model of a population, independent of the names and form of its equations. */
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
  // First the equations as written: some NEST models have no refractory period either.
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

/** Value of a parameter that was not set. */
export function defaultOf(model: NeuronRecord, name: string): number {
  return toInternal(parseQuantity(model.parameters[name]?.default ?? 0));
}
