import { readScalar } from "@spikeloom/network";
import { parseUnit } from "@spikeloom/units";
import { STEPPING_VALUE } from "../errors.ts";
import { valuesInUnit } from "../recorded-unit.ts";
import { timesOfSteps } from "../run-length.ts";
import { ability, type Between } from "./abilities.ts";
import { named } from "./known-names.ts";
import { setValues } from "./set-values.ts";
import type { Simulated } from "./simulated.ts";

/** What can be done with synapses between steps. */
export function connections({
  turn,
  names,
  backend,
  dt,
}: Between): Pick<
  Simulated,
  "weights" | "setWeights" | "synapses" | "setSynapses" | "setModulator" | "trigger"
> {
  const synapses: Simulated["synapses"] = (projection, variable) => {
    const place = "synapses";
    const simulation = turn(place);
    const { variables } = names.projection(projection, place);
    const unit = named("variable", variables, { name: variable, place });
    const ends = ability(simulation, "synapses", { place, backend })(projection);
    const values = ability(simulation, "synapseState", { place, backend })(projection, variable);
    const { sources, targets, delays } = ends;
    const found = { values: valuesInUnit(values, unit), unit };
    return { sources, targets, delays: timesOfSteps(delays, dt), ...found };
  };
  const setSynapses: Simulated["setSynapses"] = (projection, variable, value) => {
    const place = "setSynapses";
    const simulation = turn(place);
    const { variables } = names.projection(projection, place);
    const unit = named("variable", variables, { name: variable, place });
    const set = ability(simulation, "setSynapseState", { place, backend });
    const size = ability(simulation, "synapses", { place, backend })(projection).sources.length;
    set(projection, variable, setValues(value, { size, unit, place }));
  };
  return {
    synapses,
    setSynapses,
    weights: (projection) => synapses(projection, "weight"),
    setWeights: (projection, value) => setSynapses(projection, "weight", value),
    setModulator(projection, modulator, value) {
      const place = "setModulator";
      const simulation = turn(place);
      const { modulators, formulas } = names.projection(projection, place);
      const unit = named("modulator", modulators, { name: modulator, place });
      if (formulas.has(modulator)) {
        const message = `"${modulator}" follows a formula, which would write over what is set.`;
        throw STEPPING_VALUE({ place, message, next: "Take the formula out of the projection." });
      }
      const number = readScalar(value, { dimension: parseUnit(unit).dimension, place, unit });
      ability(simulation, "setModulator", { place, backend })(projection, modulator, number);
    },
    trigger(projection, event) {
      const place = "trigger";
      const simulation = turn(place);
      named("event", names.projection(projection, place).events, { name: event, place });
      ability(simulation, "trigger", { place, backend })(projection, event);
    },
  };
}
