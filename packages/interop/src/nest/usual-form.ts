import { affineIn, type Expression, freeNames, parseExpression } from "@spikeloom/equations";
import type { NeuronRecord, ReceptorRecord } from "@spikeloom/kernel";

/** A neuron model in the form that NEST's models have, and what that asks of weights. */
export interface UsualForm {
  readonly model: NeuronRecord;
  /** What a weight of a receptor is times, of the model's parameters; a receptor that is not here takes it as it is. */
  readonly factors: ReadonlyMap<string, Expression>;
}

/** A refractory period of no time at all, in the models that have none of their own. */
export const noRefractory = "no_refractory_period";

/**
 * Write a neuron model as NEST's models are: weights with a unit, and a refractory period.
 *
 * Weights of NeuroML are plain numbers, which a synapse multiplies with a current or conductance. A model
 * that is never refractory is one of a period that takes no time.
 */
export function usualForm(model: NeuronRecord): UsualForm {
  const factors = new Map<string, Expression>();
  const receptors = Object.entries(model.receptors ?? {}).map(([name, record]) => {
    const found = record.unit === "1" ? jumpOf(record, model) : undefined;
    if (found === undefined) return [name, record] as const;
    factors.set(name, found.factor);
    const on = { [found.state]: `${found.state} + weight` };
    return [name, { ...record, unit: found.unit, on }] as const;
  });
  const own = { ...model, receptors: Object.fromEntries(receptors) };
  return { model: withPeriod(own), factors };
}

interface Jump {
  readonly state: string;
  readonly unit: string;
  readonly factor: Expression;
}

/** Find the state that a spike moves by so many times its weight; undefined where it does anything else. */
function jumpOf({ on = {} }: ReceptorRecord, model: NeuronRecord): Jump | undefined {
  const [first, second] = Object.entries(on);
  if (first === undefined || second !== undefined) return undefined;
  const [state, text] = first;
  const unit = model.state?.[state]?.unit;
  const form = affineIn(parseExpression(text), new Set([state, "weight"]));
  const kept = form?.coefficients.get(state);
  const factor = form?.coefficients.get("weight");
  if (unit === undefined || form === undefined || factor === undefined) return undefined;
  const isJump =
    kept?.kind === "number" &&
    kept.value === 1 &&
    form.constant.kind === "number" &&
    form.constant.value === 0;
  const parts = { ...model.state, ...model.inputs, ...model.expressions };
  const isFixed = ![...freeNames(factor)].some((name) => Object.hasOwn(parts, name));
  return isJump && isFixed ? { state, unit, factor } : undefined;
}

function withPeriod(model: NeuronRecord): NeuronRecord {
  const { spike, parameters } = model;
  const reset = Object.keys(spike?.reset ?? {});
  if (spike?.when === undefined || spike.refractory !== undefined || reset.length === 0)
    return model;
  const about = "no refractory period";
  return {
    ...model,
    parameters: { ...parameters, [noRefractory]: { default: "0 ms", about } },
    spike: { ...spike, refractory: { for: noRefractory, hold: reset } },
  };
}
