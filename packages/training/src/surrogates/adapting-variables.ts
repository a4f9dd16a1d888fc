import { type Expression, evaluate, freeNames } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { bindForm, type NeuronForm, type SpikeTest } from "@spikeloom/program";

/** Parameters in internal units: one number, or one per neuron. */
type Parameters = ReadonlyMap<string, { readonly value: number | Float64Array }>;

/** Neurons whose variables may adapt. */
export interface Adapting {
  readonly form: NeuronForm;
  readonly parameters: Parameters;
}

/**
 * List the adapting variables: those that a spike increments, such as `w: "w + b"`.
 *
 * Gradients must pass these resets, because they carry the effect of a spike to later times. A variable that a spike
 * sets to a value is not adapting, and neither is one that drives the neuron to its threshold, such as a potential from
 * which the threshold is subtracted: the surrogate would let its reset repel the potential from the threshold (Zenke
 * and Vogels 2021, doi:10.1162/neco_a_01367).
 */
export function adaptingVariables({ form, parameters }: Adapting): readonly string[] {
  const { emission, states } = bindForm(form, new Map());
  if (emission === undefined) return [];
  const signs: Signs = new Map();
  addSigns(testedIn(emission.when), 1, { signs, state: new Set(states.keys()), parameters });
  return [...emission.reset].flatMap(([variable, value]) => {
    const isKept = freeNames(value).has(variable);
    return isKept && !signs.get(variable)?.has(1) ? [variable] : [];
  });
}

/** Quantity that grows towards a spike. */
function testedIn(when: SpikeTest): Expression {
  if (when.kind === "threshold") return when.condition;
  return when.kind === "count" ? when.count : when.rate;
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
    const value = parameters.get(text)?.value;
    return typeof value === "object" ? value[0] : value;
  };
  try {
    return evaluate(factor, { scope, functions: hostFunctions }) < 0 ? -1 : 1;
  } catch {
    // Inputs and draws have no value here.
    return 1;
  }
}
