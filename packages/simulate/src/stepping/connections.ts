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
  const synapses: Simulated["synapses"] = (projection, variable) =>
    turn("synapses", async ({ simulation }) => {
      const place = "synapses";
      const { variables } = names.projection(projection, place);
      const unit = named("variable", variables, { name: variable, place });
      const endsOf = ability(simulation, "synapses", { place, backend });
      const valuesOf = ability(simulation, "synapseState", { place, backend });
      const { sources, targets, delays } = await endsOf(projection);
      const values = valuesInUnit(await valuesOf(projection, variable), unit);
      return { sources, targets, delays: timesOfSteps(delays, dt), values, unit };
    });
  const setSynapses: Simulated["setSynapses"] = (projection, variable, value) =>
    turn("setSynapses", async ({ simulation }) => {
      const place = "setSynapses";
      const { variables } = names.projection(projection, place);
      const unit = named("variable", variables, { name: variable, place });
      const set = ability(simulation, "setSynapseState", { place, backend });
      const { sources } = await ability(simulation, "synapses", { place, backend })(projection);
      const size = sources.length;
      await set(projection, variable, setValues(value, { size, unit, place }));
    });
  return {
    synapses,
    setSynapses,
    weights: (projection) => synapses(projection, "weight"),
    setWeights: (projection, value) => setSynapses(projection, "weight", value),
    setModulator: (projection, modulator, value) =>
      turn("setModulator", ({ simulation }) => {
        const place = "setModulator";
        const { modulators, formulas } = names.projection(projection, place);
        const unit = named("modulator", modulators, { name: modulator, place });
        if (formulas.has(modulator)) {
          const message = `"${modulator}" follows a formula, which would write over what is set.`;
          throw STEPPING_VALUE({ place, message, next: "Take the formula out of the projection." });
        }
        const number = readScalar(value, { dimension: parseUnit(unit).dimension, place, unit });
        const set = ability(simulation, "setModulator", { place, backend });
        return set(projection, modulator, number);
      }),
    trigger: (projection, event) =>
      turn("trigger", ({ simulation }) => {
        const place = "trigger";
        named("event", names.projection(projection, place).events, { name: event, place });
        return ability(simulation, "trigger", { place, backend })(projection, event);
      }),
  };
}
