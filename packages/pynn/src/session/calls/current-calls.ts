import { SESSION_VALUE } from "../../errors.ts";
import { type Current, makeCurrent } from "../currents/current.ts";
import { inputOf } from "../currents/input-of.ts";
import { numbered } from "../definition.ts";
import type { PynnSession } from "../session.ts";
import { keepIndices } from "../values/indices.ts";
import type { CallContext } from "./call-context.ts";

/** The calls for current sources. */
export function currentCalls({
  definition,
  simulation,
}: CallContext): Pick<PynnSession, "addCurrent" | "setCurrent" | "inject" | "currentTrace"> {
  const { currents, populations, options } = definition;
  const { timestep, seed = 0, convention = "nest" } = options;
  // NEST's generator draws separate numbers for each target; the currents of NEURON and Brian2 are shared by all.
  const isIndividual = convention === "nest";
  const currentOf = (number: number, place: string): Current => {
    simulation.check(place);
    return numbered(currents, number, { what: "current", place });
  };
  return {
    addCurrent(request) {
      const number = currents.length;
      simulation.check("addCurrent");
      const { trial } = definition;
      const context = { timestep, seed, number, trial, isIndividual, place: `current ${number}` };
      return currents.push(makeCurrent(request, context)) - 1;
    },
    setCurrent: (number, parameters) =>
      currentOf(number, "setCurrent").change(parameters, simulation.step),
    inject(number, into, neurons) {
      const place = "inject";
      const current = currentOf(number, place);
      const population = numbered(populations, into, { what: "population", place });
      const { cell, size, name } = population;
      if (inputOf(population) === undefined) {
        const message = `"${name}" does not accept currents.`;
        throw SESSION_VALUE({ place, message, expected: "a membrane", got: cell.name });
      }
      current.injections.push({ population, neurons: keepIndices(neurons, size, place) });
    },
    currentTrace: (number) => currentOf(number, "currentTrace").trace(simulation.step),
  };
}
