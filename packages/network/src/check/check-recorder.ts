import type { NeuronRecord } from "@spikeloom/kernel";
import { UNKNOWN_NAME } from "../errors.ts";
import { readTime } from "../plan/network-step.ts";
import { checkInterval } from "./check-interval.ts";
import { type CheckContext, checkSelection, isPopulation } from "./check-population.ts";

/** Check a recorder; `known` has the models of the valid populations. */
export function checkRecorder(
  index: number,
  known: ReadonlyMap<string, NeuronRecord>,
  context: CheckContext,
): void {
  const { network, into, faulty, rules } = context;
  const record = network.record?.[index];
  const place = `record[${index}]`;
  if (record === undefined || faulty.has(place)) return;
  const { every, from, until } = record;
  if (isPopulation(record.population, `${place}.population`, context)) {
    into.attempt(() => checkSelection(record.neurons, record.population, { ...context, place }));
  }
  into.attempt(() => every !== undefined && checkInterval(every, rules?.dt, `${place}.every`));
  const start = into.attempt(() => (from === undefined ? 0 : readTime(from, `${place}.from`)));
  into.attempt(() => until !== undefined && readTime(until, `${place}.until`, start));
  const model = known.get(record.population);
  if (model === undefined) return;
  const names = new Set(recordable(model));
  record.variables.forEach((name, k) => {
    if (names.has(name)) return;
    const where = { place: `${place}.variables[${k}]`, what: "variable", model: model.name };
    into.refuse(() => UNKNOWN_NAME({ ...where, name, known: [...names] }));
  });
}

/** List what can be recorded of a neuron. */
function recordable(model: NeuronRecord): readonly string[] {
  return [
    "spikes",
    ...Object.keys(model.state ?? {}),
    ...Object.keys(model.expressions ?? {}),
    ...Object.keys(model.outputs ?? {}),
  ];
}
