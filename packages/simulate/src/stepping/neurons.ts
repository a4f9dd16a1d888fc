import { STEPPING_VALUE } from "../errors.ts";
import { valuesInUnit } from "../recorded-unit.ts";
import { ability, type Between } from "./abilities.ts";
import { chosenInput, named } from "./known-names.ts";
import { setValues } from "./set-values.ts";
import type { Simulated } from "./simulated.ts";

/** What can be done with neurons between steps. */
export function neurons({
  turn,
  names,
  backend,
}: Between): Pick<Simulated, "state" | "setState" | "setInput" | "sendSpikes"> {
  return {
    state(population, variable) {
      const place = "state";
      const simulation = turn(place);
      const unit = named("variable", names.population(population, place).state, {
        ...{ name: variable, place },
      });
      return { values: valuesInUnit(simulation.state(population, variable), unit), unit };
    },
    setState(population, variable, value) {
      const place = "setState";
      const simulation = turn(place);
      const { size, state } = names.population(population, place);
      const unit = named("variable", state, { name: variable, place });
      ability(simulation, "setState", { place, backend })(
        ...([population, variable, setValues(value, { size, unit, place })] as const),
      );
    },
    setInput(population, value, { input } = {}) {
      const place = "setInput";
      const simulation = turn(place);
      const known = names.population(population, place);
      const name = chosenInput(known, { name: input, place });
      const { size, inputs } = known;
      const unit = inputs.get(name) ?? "1";
      const values = setValues(value, { size, unit, place });
      ability(simulation, "setInput", { place, backend })(population, name, values);
    },
    sendSpikes(population, senders) {
      const place = "sendSpikes";
      const simulation = turn(place);
      const { size, isSource } = names.population(population, place);
      if (!isSource) {
        const message = `"${population}" computes its spikes itself.`;
        const next = 'Let a population of the model "spike-array" send them.';
        throw STEPPING_VALUE({ place, message, expected: "a source of spikes", next });
      }
      const sorted = Float64Array.from(senders).sort();
      for (const one of sorted) {
        if (Number.isInteger(one) && one >= 0 && one < size) continue;
        const message = `"${population}" has no such neuron.`;
        throw STEPPING_VALUE({ place, message, expected: `0 to ${size - 1}`, got: String(one) });
      }
      const send = ability(simulation, "sendSpikes", { place, backend });
      send(population, Uint32Array.from(sorted));
    },
  };
}
