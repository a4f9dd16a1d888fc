import {
  constants,
  type Expression,
  type ParsedAssignments,
  type ParsedNeuron,
  parseNeuronModel,
  substitute,
} from "@spikeloom/equations";
import type { NeuronRecord } from "@spikeloom/kernel";
import { NOT_COMPILED } from "../errors.ts";
import { expandPowers } from "./expand-powers.ts";

/** Converts checked expressions to trees over states, parameters, inputs and `t`. */
export interface ModelReader {
  readonly model: ParsedNeuron;
  readonly states: readonly string[];
  expression(checked: Expression): Expression;
  assignments(checked: ParsedAssignments): ReadonlyMap<string, Expression>;
}

const constantValues: ReadonlyMap<string, Expression> = new Map(
  Object.entries(constants).map(([name, value]) => [name, { kind: "number", value }]),
);

/**
 * Create a reader for the equations of a model.
 *
 * Sub-expressions are inlined, constants become numbers like units, powers are expanded.
 *
 * `values` holds parameters with one value for all neurons; they become numbers.
 */
export function modelReader(
  record: NeuronRecord,
  values: ReadonlyMap<string, Expression>,
): ModelReader {
  checkCount(record);
  const model = parseNeuronModel(record);
  const known = new Map([...constantValues, ...values]);
  for (const [name, { value, constantOverStep }] of model.expressions) {
    // Expressions that are constant over a step remain names: the lowering evaluates them once.
    if (!constantOverStep && !values.has(name)) known.set(name, substitute(value, known));
  }
  const expression = (checked: Expression): Expression => expandPowers(substitute(checked, known));
  return {
    model,
    states: [...model.state.keys()],
    expression,
    assignments: (checked) =>
      new Map([...checked].map(([target, value]) => [target, expression(value)])),
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
