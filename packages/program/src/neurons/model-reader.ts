import { type Expression, freeNames, parseExpression, substitute } from "@spikeloom/equations";
import { type Assignments, type NeuronRecord, ownValue } from "@spikeloom/kernel";
import { NOT_COMPILED } from "../errors.ts";
import { expandPowers } from "./expand-powers.ts";
import { resolveUnits } from "./resolve-units.ts";

/** Turns a model's texts into trees over states, parameters, inputs and `t`. */
export interface ModelReader {
  readonly record: NeuronRecord;
  readonly states: readonly string[];
  expression(text: string): Expression;
  assignments(texts: Assignments | undefined): ReadonlyMap<string, Expression>;
}

/**
 * Read the equations of a model.
 *
 * Units become numbers, sub-expressions are put in, powers expanded.
 *
 * `values` holds parameters with one value for all neurons; they become numbers.
 */
export function modelReader(
  record: NeuronRecord,
  values: ReadonlyMap<string, Expression>,
): ModelReader {
  checkCount(record);
  const declared = declaredNames(record);
  const named = new Map<string, Expression>();
  const inProgress = new Set<string>();
  const resolve = (text: string): Expression => {
    // Durations and rates may be plain quantities: "2 ms". The check of the model knows where.
    const parsed = resolveUnits(parseExpression(text, { juxtaposition: true }), declared);
    const replacement = new Map<string, Expression>();
    for (const part of freeNames(parsed)) {
      const value = values.get(part) ?? namedExpression(part);
      if (value !== undefined) replacement.set(part, value);
    }
    return substitute(parsed, replacement);
  };
  const namedExpression = (part: string): Expression | undefined => {
    const known = named.get(part);
    if (known !== undefined) return known;
    const definition = ownValue(record.expressions, part);
    if (definition === undefined) return undefined;
    if (inProgress.has(part)) {
      const place = `neuron "${record.name}" expressions.${part}`;
      throw NOT_COMPILED({ place, message: "This expression reads itself." });
    }
    inProgress.add(part);
    const value = resolve(definition.value);
    inProgress.delete(part);
    // What is kept over a step stays a name: the lowering evaluates it once.
    if (definition.constantOverStep === true) return undefined;
    named.set(part, value);
    return value;
  };
  const expression = (text: string): Expression => expandPowers(resolve(text));
  return {
    record,
    states: Object.keys(record.state ?? {}),
    expression,
    assignments: (texts) =>
      new Map(Object.entries(texts ?? {}).map(([key, text]) => [key, expression(text)])),
  };
}

/** More variables than this have more numbers in a step than a compiled function may name. */
const mostVariables = 1000;

function checkCount({ name: own, dynamics = {} }: NeuronRecord): void {
  const got = Object.keys(dynamics).length;
  if (got <= mostVariables) return;
  throw NOT_COMPILED({
    place: `neuron "${own}" dynamics`,
    message: "The model has more equations than a step can be compiled of.",
    expected: `at most ${mostVariables}`,
    got: String(got),
    next: "Make several populations of it that are coupled.",
  });
}

function declaredNames(record: NeuronRecord): ReadonlySet<string> {
  return new Set([
    ...Object.keys(record.parameters),
    ...Object.keys(record.state ?? {}),
    ...Object.keys(record.expressions ?? {}),
    ...Object.keys(record.inputs ?? {}),
    ...["t", "dt", "weight", "xi", "not_refractory"],
  ]);
}
