import {
  constants,
  type Expression,
  evaluate,
  freeNames,
  type ParsedNeuron,
  parseNeuronModel,
  substitute,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import type { NeuronRecord } from "@spikeloom/kernel";

/** Parameters in internal units: one number, or one per neuron. */
type Parameters = ReadonlyMap<string, number | Float64Array>;

/**
 * List the adapting variables: those that a spike increments, such as `w: "w + b"`.
 *
 * Gradients must pass these resets, because they carry the effect of a spike to later times. A variable that a spike
 * sets to a value is not adapting, and neither is one that drives the neuron to its threshold, such as a potential from
 * which the threshold is subtracted: the surrogate would let its reset repel the potential from the threshold (Zenke
 * and Vogels 2021, doi:10.1162/neco_a_01367).
 */
export function adaptingVariables(record: NeuronRecord, parameters: Parameters): readonly string[] {
  const model = parseNeuronModel(record);
  const { spike } = model;
  if (spike === undefined) return [];
  const inline = inliner(model);
  const condition = spike.when ?? spike.count ?? spike.rate;
  const signs: Signs = new Map();
  if (condition !== undefined) {
    addSigns(inline(condition), 1, { signs, state: new Set(model.state.keys()), parameters });
  }
  return [...spike.reset].flatMap(([variable, value]) => {
    const isKept = freeNames(inline(value)).has(variable);
    return isKept && !signs.get(variable)?.has(1) ? [variable] : [];
  });
}

/** Substitute the named expressions of a model into its equations. */
function inliner({ expressions }: ParsedNeuron): (value: Expression) => Expression {
  const known = new Map<string, Expression>();
  for (const [text, { value }] of expressions) known.set(text, substitute(value, known));
  return (value) => substitute(value, known);
}

/** Directions in which variables move a condition towards a spike: 1, -1 or both. */
type Signs = Map<string, Set<number>>;

interface Walk {
  readonly signs: Signs;
  readonly state: ReadonlySet<string>;
  readonly parameters: Parameters;
}

/** Add the effect of the variables in an expression, scaled by a sign; functions are assumed to be increasing. */
function addSigns(value: Expression, sign: number, walk: Walk): void {
  const { signs, state } = walk;
  const into = (part: Expression, factor = 1): void => addSigns(part, sign * factor, walk);
  switch (value.kind) {
    case "number":
      return;
    case "name": {
      if (!state.has(value.name)) return;
      const found = signs.get(value.name) ?? new Set();
      signs.set(value.name, found.add(sign));
      return;
    }
    case "negate":
    case "not":
      into(value.of, -1);
      return;
    case "subtract":
    case "greater":
    case "greater_equal":
      into(value.left);
      into(value.right, -1);
      return;
    case "less":
    case "less_equal":
      into(value.left, -1);
      into(value.right);
      return;
    case "multiply":
      into(value.left, signOf(value.right, walk));
      into(value.right, signOf(value.left, walk));
      return;
    case "divide":
      into(value.left, signOf(value.right, walk));
      into(value.right, -signOf(value.left, walk));
      return;
    case "select":
      into(value.then);
      into(value.otherwise);
      return;
    case "call":
      for (const part of value.args) into(part);
      return;
    default:
      into(value.left);
      into(value.right);
  }
}

/** Sign of a factor; variables count as positive. */
function signOf(factor: Expression, { state, parameters }: Walk): number {
  if ([...freeNames(factor)].some((text) => state.has(text))) return 1;
  const scope = (text: string): number | undefined => {
    const value = parameters.get(text) ?? constants[text as keyof typeof constants];
    return typeof value === "object" ? value[0] : value;
  };
  try {
    return evaluate(factor, { scope, functions: hostFunctions }) < 0 ? -1 : 1;
  } catch {
    // Inputs and draws have no value here.
    return 1;
  }
}
