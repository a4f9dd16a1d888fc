import { STEPPING_VALUE } from "../errors.ts";
import { valuesInUnit } from "../recorded-unit.ts";
import { ability, type Between } from "./abilities.ts";
import { chosenInput, named } from "./known-names.ts";
import { setValues } from "./set-values.ts";
import type { Simulated } from "./simulated.ts";

/** Operations on neurons between steps. */
export function neurons({
  queue,
  names,
  backend,
}: Between): Pick<Simulated, "state" | "setState" | "setInput" | "sendSpikes"> {
  return {
    state: (population, variable) =>
      queue("state", () => {
        const place = "state";
        const unit = named("variable", names.population(population, place).state, {
          name: variable,
          place,
        });
        return async ({ simulation }) => {
          const values = await simulation.state(population, variable);
          return { values: valuesInUnit(values, unit), unit };
        };
      }),
    setState: (population, variable, value) =>
      queue("setState", () => {
        const place = "setState";
        const { size, state } = names.population(population, place);
        const unit = named("variable", state, { name: variable, place });
        const values = setValues(value, { size, unit, place });
        return ({ simulation }) =>
          ability(simulation, "setState", { place, backend })(population, variable, values);
      }),
    setInput: (population, value, { input } = {}) =>
      queue("setInput", () => {
        const place = "setInput";
        const known = names.population(population, place);
        const name = chosenInput(known, { name: input, place });
        const { size, inputs } = known;
        const unit = inputs.get(name) ?? "1";
        const values = setValues(value, { size, unit, place });
        return ({ simulation }) =>
          ability(simulation, "setInput", { place, backend })(population, name, values);
      }),
    sendSpikes: (population, senders) =>
      queue("sendSpikes", () => {
        const place = "sendSpikes";
        const sorted = sortedSenders(population, senders, names.population(population, place));
        return ({ simulation }) =>
          ability(simulation, "sendSpikes", { place, backend })(population, sorted);
      }),
  };
}

/** Sort the neurons that send spikes; refuses indices outside the population. */
function sortedSenders(
  population: string,
  senders: ArrayLike<number> & Iterable<number>,
  { size, isSource }: { readonly size: number; readonly isSource: boolean },
): Uint32Array {
  const place = "sendSpikes";
  if (!isSource) {
    const message = `"${population}" computes its own spikes.`;
    const next = 'Use a population of the model "spike-array" to send them.';
    throw STEPPING_VALUE({ place, message, expected: "a source of spikes", next });
  }
  const sorted = Float64Array.from(senders).sort();
  for (const one of sorted) {
    if (Number.isInteger(one) && one >= 0 && one < size) continue;
    const message = `"${population}" has no such neuron.`;
    throw STEPPING_VALUE({ place, message, expected: `0 to ${size - 1}`, got: String(one) });
  }
  return Uint32Array.from(sorted);
}
