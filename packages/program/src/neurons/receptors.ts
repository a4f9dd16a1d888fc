import { affineIn, type Expression, freeNames, substitute } from "@spikeloom/equations";
import { NONLINEAR_RECEPTOR } from "../errors.ts";
import { binary, both, number, select } from "../tree.ts";
import { valueIn, withinWidth } from "./assign.ts";
import { type Draft, type StepWriter, type Values, written } from "./draft.ts";
import type { Assignments, FormState } from "./neuron-form.ts";
import type { StepInput } from "./step-input.ts";

/** Apply arriving spikes: each receptor adds its sum of weights to the variables that a spike changes. */
export function arrive(draft: Draft, input: StepInput): Draft {
  const { form, receptors, convention, held } = input;
  const isRefractory = form.emission?.refractory !== undefined;
  const spiked: Expression | undefined = draft.spiked && { kind: "not", of: draft.spiked };
  const open = both(draft.free, isRefractory ? spiked : undefined);
  return written(draft, (writer) => {
    let values: Values = draft.values;
    for (const [receptor, { jumps }] of form.receptors) {
      if (!receptors.has(receptor)) continue;
      const sum = writer.slot("receptor", receptor);
      const changed = [...linearJumps(form.model, receptor, jumps)].map(([variable, scale]) => {
        const state = form.states.get(variable);
        const old = valueIn(values, variable);
        const arriving = { scale: substitute(scale, values), sum: arrivingAt(state, sum) };
        const value = withArrivals(writer, input, { variable, old, ...arriving });
        const next = withinWidth(writer, variable, { state, value });
        const blocked = convention.refractory.blocksWrites && held.has(variable);
        return [variable, writer.let(variable, blocked ? select(open, next, old) : next)] as const;
      });
      values = new Map([...values, ...changed]);
    }
    return { values };
  });
}

interface Arrival {
  readonly variable: string;
  /** Its old value. */
  readonly old: Expression;
  readonly scale: Expression;
  /** The summed weights. */
  readonly sum: Expression;
}

function withArrivals(
  writer: StepWriter,
  { convention, form }: StepInput,
  { variable, old, scale, sum }: Arrival,
): Expression {
  const joins = convention.arrivals === "in-increment" && form.flow.kind === "update";
  if (joins && old.kind === "name") {
    const step = writer.valueOf(old.name);
    const increment = step && incrementOf(variable, step);
    if (increment !== undefined) return arrivedInIncrement(increment, scale, sum);
  }
  return arrived(old, scale, sum);
}

/**
 * Convert the summed weights of a step to the increment of a variable.
 *
 * An integer state takes integers: the fraction of a sum, which a synapse model can produce, is truncated.
 */
function arrivingAt(state: FormState | undefined, sum: Expression): Expression {
  return state?.type === "integer" ? { kind: "call", name: "int", args: [sum] } : sum;
}

/**
 * Return the increment of each variable per unit weight of a spike.
 *
 * Receptors must be linear, so that the weights of one step can be summed first: each jump has the form `x + scale *
 * weight`, where the scale reads no variable that the same event changes. Throws `SL_NONLINEAR_RECEPTOR` otherwise.
 */
export function linearJumps(model: string, receptor: string, jumps: Assignments): Assignments {
  const changed = new Set(jumps.keys());
  const scales = new Map<string, Expression>();
  for (const [variable, value] of jumps) {
    const form = affineIn(value, new Set(["weight"]));
    const scale = form?.coefficients.get("weight") ?? number(0);
    const rest = form?.constant;
    const reads = freeNames(scale);
    const isLinear =
      rest?.kind === "name" &&
      rest.name === variable &&
      ![...changed].some((other) => reads.has(other));
    if (!isLinear) throw NONLINEAR_RECEPTOR({ model, receptor, variable });
    scales.set(variable, scale);
  }
  return scales;
}

/** Compute the new value of a variable after a sum of weights has arrived. */
function arrived(value: Expression, scale: Expression, sum: Expression): Expression {
  return binary("add", value, scaled(scale, sum));
}

/** Compute the new value of a variable incremented in its step, adding the input to the increment first. */
function arrivedInIncrement(step: Increment, scale: Expression, sum: Expression): Expression {
  return binary("add", step.from, binary("add", step.by, scaled(scale, sum)));
}

/** A step of the form `from + by`, where `from` is the old value of the variable. */
interface Increment {
  readonly from: Expression;
  readonly by: Expression;
}

/** Express a step as an increment of `variable`; undefined if it has another form, such as a decay. */
function incrementOf(variable: string, step: Expression): Increment | undefined {
  if (step.kind !== "add" || step.left.kind !== "name") return undefined;
  return step.left.name === variable ? { from: step.left, by: step.right } : undefined;
}

function scaled(scale: Expression, sum: Expression): Expression {
  if (scale.kind === "number" && scale.value === 1) return sum;
  return binary("multiply", scale, sum);
}
