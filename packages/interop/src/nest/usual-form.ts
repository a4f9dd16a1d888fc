import { affineIn, type Expression, freeNames, parseExpression } from "@spikeloom/equations";
import type { NeuronRecord, ReceptorRecord } from "@spikeloom/kernel";

/** A neuron model in the form of NEST's models, and the conversion of its weights. */
export interface UsualForm {
  readonly model: NeuronRecord;
  /** Factor of a receptor's weights, as an expression of the model's parameters; 1 for receptors not listed. */
  readonly factors: ReadonlyMap<string, Expression>;
}

/** A refractory period of zero, for models without one. */
export const noRefractory = "no_refractory_period";

/**
 * Convert a neuron model to the form of NEST's: weights with a unit, and a refractory period.
 *
 * NeuroML weights are plain numbers that a synapse multiplies by a current or conductance. A model without refractory
 * period gets one of zero length.
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

/** Find the state to which a spike adds a multiple of its weight; undefined if it has any other effect. */
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
