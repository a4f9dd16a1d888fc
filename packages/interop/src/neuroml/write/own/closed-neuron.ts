import {
  type Expression,
  formatExpression,
  freeNames,
  parseExpression,
  simplify,
  substitute,
} from "@spikeloom/equations";
import type { NeuronRecord } from "@spikeloom/kernel";
import { isLeftAlone, written } from "./synaptic-rules.ts";

/**
 * Remove the receptors from a neuron whose currents come from attached synapses.
 *
 * Undefined if they affect anything other than the potential.
 */
export function closedNeuron(
  model: NeuronRecord,
  states: readonly string[],
): NeuronRecord | undefined {
  const { receptors, ...bare } = model;
  if (receptors === undefined || states.length === 0) return bare;
  const own = new Set(states);
  const inFull = (text: string): Expression => written(model, parseExpression(text));
  const { dynamics = {}, state = {}, expressions = {} } = model;
  const rates = new Map(Object.entries(dynamics).map(([to, text]) => [to, inFull(text)]));
  if (model.step !== undefined || !isLeftAlone(model, { rates, own })) return undefined;
  const zeros = new Map<string, Expression>(
    states.map((each) => [each, { kind: "number", value: 0 }]),
  );
  const isRead = (text: string): boolean =>
    [...freeNames(inFull(text))].some((each) => own.has(each));
  const closed = (to: string, text: string): string => {
    if (!isRead(text)) return text;
    const left = simplify(substitute(inFull(text), zeros), { fold: "algebraic" });
    // A plain number has no dimension.
    return left.kind === "number"
      ? `${left.value} * ${state[to]?.unit} / ms`
      : formatExpression(left);
  };
  return {
    ...bare,
    state: Object.fromEntries(Object.entries(state).filter(([each]) => !own.has(each))),
    expressions: Object.fromEntries(
      Object.entries(expressions).filter(([, { value }]) => !isRead(value)),
    ),
    dynamics: Object.fromEntries(
      Object.entries(dynamics).flatMap(([to, text]) =>
        own.has(to) ? [] : [[to, closed(to, text)]],
      ),
    ),
  };
}
