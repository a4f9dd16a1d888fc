import { readScalar } from "@spikeloom/network";
import { parseUnit } from "@spikeloom/units";
import { STEPPING_VALUE } from "../errors.ts";
import { valuesInUnit } from "../recorded-unit.ts";
import { timesOfSteps } from "../run-length.ts";
import { ability, type Between } from "./abilities.ts";
import { named } from "./known-names.ts";
import { valuesForSize } from "./set-values.ts";
import type { Simulated } from "./simulated.ts";

/** Operations on synapses between steps. */
export function connections({
  queue,
  names,
  backend,
  dt,
}: Between): Pick<
  Simulated,
  "weights" | "setWeights" | "synapses" | "setSynapses" | "setModulator" | "trigger"
> {
  const unitOf = (projection: string, variable: string, place: string): string =>
    named("variable", names.projection(projection, place).variables, { name: variable, place });
  const synapses: Simulated["synapses"] = (projection, variable) =>
    queue("synapses", () => {
      const place = "synapses";
      const unit = unitOf(projection, variable, place);
      return async ({ simulation }) => {
        const endsOf = ability(simulation, "synapses", { place, backend });
        const valuesOf = ability(simulation, "synapseState", { place, backend });
        const { sources, targets, delays } = await endsOf(projection);
        const values = valuesInUnit(await valuesOf(projection, variable), unit);
        return { sources, targets, delays: timesOfSteps(delays, dt), values, unit };
      };
    });
  const setSynapses: Simulated["setSynapses"] = (projection, variable, value) =>
    queue("setSynapses", () => {
      const place = "setSynapses";
      const unit = unitOf(projection, variable, place);
      const { checkWeights } = names.projection(projection, place);
      const valuesFor = valuesForSize(value, { unit, place });
      return async ({ simulation }) => {
        const set = ability(simulation, "setSynapseState", { place, backend });
        const { sources } = await ability(simulation, "synapses", { place, backend })(projection);
        const values = valuesFor(sources.length);
        if (variable === "weight") checkWeights(values, place);
        await set(projection, variable, values);
      };
    });
  return {
    synapses,
    setSynapses,
    weights: (projection) => synapses(projection, "weight"),
    setWeights: (projection, value) => setSynapses(projection, "weight", value),
    setModulator: (projection, modulator, value) =>
      queue("setModulator", () => {
        const place = "setModulator";
        const { modulators, formulas } = names.projection(projection, place);
        const unit = named("modulator", modulators, { name: modulator, place });
        if (formulas.has(modulator)) {
          const message = `"${modulator}" follows a formula, which would overwrite the value.`;
          throw STEPPING_VALUE({ place, message, next: "Remove the formula from the projection." });
        }
        const number = readScalar(value, { dimension: parseUnit(unit).dimension, place, unit });
        return ({ simulation }) =>
          ability(simulation, "setModulator", { place, backend })(projection, modulator, number);
      }),
    trigger: (projection, event) =>
      queue("trigger", () => {
        const place = "trigger";
        named("event", names.projection(projection, place).events, { name: event, place });
        return ({ simulation }) =>
          ability(simulation, "trigger", { place, backend })(projection, event);
      }),
  };
}
