import {
  type Expression,
  evaluate,
  formatExpression,
  freeNames,
  parseNeuronModel,
} from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import {
  type NetworkRecord,
  type NeuronRecord,
  type PopulationRecord,
  SpikeLoomError,
  type Stack,
} from "@spikeloom/kernel";
import { RESET_FIRES } from "../errors.ts";
import { findModel } from "../plan/find-model.ts";
import { quietly } from "./collect.ts";
import { type GivenValues, parameterValues } from "./parameter-values.ts";

/**
 * Warn about neurons whose reset leaves them above threshold.
 *
 * This is the case if the spike condition still holds with the reset values. No warning is given if it depends on a variable that
 * is not reset, an input, or a drawn or computed value. Such neurons are allowed: NEST rejects them, Brian2 and NEURON let them
 * fire as soon as possible, at once or after each refractory period.
 */
export function checkResets(network: NetworkRecord, stack: Stack): readonly SpikeLoomError[] {
  return Object.entries(network.populations).flatMap(([name, record]) => {
    const place = `populations.${name}`;
    return quietly(() => checkReset(record, { network, stack, place })) ?? [];
  });
}

function checkReset(
  record: PopulationRecord,
  within: { readonly network: NetworkRecord; readonly stack: Stack; readonly place: string },
): readonly SpikeLoomError[] {
  const { place } = within;
  const { model, parameters } = findModel("neuron", record.model, within);
  const { spike } = parseNeuronModel(model);
  if (spike?.when === undefined || spike.edge === "rising") return [];
  const { when, reset } = spike;
  const read = freeNames(when);
  if (![...read].some((name) => reset.has(name))) return [];
  const given = { ...parameters, ...record.parameters };
  const used = [...read, ...[...reset.values()].flatMap((value) => [...freeNames(value)])];
  const values = parameterValues(model, { given, used, place });
  const counts = [...values.values()].map(({ length }) => length);
  const different = Math.max(1, ...counts);
  for (let neuron = 0; neuron < different; neuron++) {
    if (!holdsAfter(when, { reset, values, neuron })) continue;
    const got = used.filter((name, k) => values.has(name) && used.indexOf(name) === k);
    const texts = got.map((name) => `${name} = ${textOf(model, given, { name, neuron })}`);
    return [RESET_FIRES({ place, when: formatExpression(when), got: texts.join(", ") })];
  }
  return [];
}

interface AfterReset {
  readonly reset: ReadonlyMap<string, Expression>;
  readonly values: ReadonlyMap<string, readonly number[]>;
  readonly neuron: number;
}

/** Test whether a condition certainly holds after the reset; false if unknown. */
function holdsAfter(when: Expression, { reset, values, neuron }: AfterReset): boolean {
  const functions = hostFunctions;
  const parameter = (name: string): number | undefined => {
    const found = values.get(name);
    return found?.length === 1 ? found[0] : found?.[neuron];
  };
  const after = (name: string): number | undefined => {
    const value = reset.get(name);
    return value === undefined ? parameter(name) : evaluate(value, { scope: parameter, functions });
  };
  try {
    return evaluate(when, { scope: after, functions }) === 1;
  } catch (error) {
    // A name that has no value before the run.
    if (error instanceof SpikeLoomError) return false;
    throw error;
  }
}

function textOf(
  model: NeuronRecord,
  given: GivenValues,
  { name, neuron }: { readonly name: string; readonly neuron: number },
): string {
  const value = given[name] ?? model.parameters[name]?.default;
  return String(Array.isArray(value) ? value[neuron] : value);
}
