import { timeOfStep, valuesInUnit } from "@spikeloom/simulate";
import { addPopulation, changedParameters, setInitial, setParameters } from "../add-population.ts";
import { named, numbered } from "../definition.ts";
import { stateSetter } from "../live/set-state.ts";
import { drivenCell } from "../network/poisson-drives.ts";
import type { PynnSession } from "../session.ts";
import type { SessionPopulation } from "../session-population.ts";
import { keepIndices } from "../values/indices.ts";
import type { CallContext } from "./call-context.ts";

type Find = (number: number, place: string) => SessionPopulation;

/** The calls that create and change populations. */
export function populationCalls({
  definition,
  simulation,
}: CallContext): Pick<
  PynnSession,
  "addPopulation" | "setParameters" | "checkParameters" | "setInitial"
> {
  const { populations } = definition;
  const populationOf = findPopulation({ definition, simulation });
  const found = (number: number, neurons: Uint32Array | undefined, call: string) => {
    const population = populationOf(number, call);
    const { size, name } = population;
    const chosen = neurons && keepIndices(neurons, size, call);
    return { population, request: { size, chosen, place: `population "${name}"` } };
  };
  return {
    addPopulation(request) {
      simulation.check("addPopulation");
      simulation.change();
      return populations.push(addPopulation(definition, request)) - 1;
    },
    setParameters(number, parameters, neurons) {
      const { population, request } = found(number, neurons, "setParameters");
      setParameters(population, parameters, request);
      simulation.change();
    },
    checkParameters(number, parameters, neurons) {
      const { population, request } = found(number, neurons, "checkParameters");
      changedParameters(population, parameters, request);
    },
    setInitial(number, values, neurons) {
      const place = "setInitial";
      const population = populationOf(number, place);
      const { size } = population;
      const request = { size, chosen: neurons && keepIndices(neurons, size, place), place };
      const { sim } = simulation;
      const set = sim && stateSetter(sim, population, { values, ...request });
      setInitial(population, values, request);
      return set === undefined ? Promise.resolve() : simulation.ask(set);
    },
  };
}

/** The calls that record populations and read recordings. */
export function recordingCalls(
  context: CallContext,
): Pick<PynnSession, "record" | "spikes" | "signal" | "clear"> {
  const { simulation, definition } = context;
  const { timestep } = definition.options;
  const populationOf = findPopulation(context);
  return {
    record(number, variable, neurons, interval) {
      const place = "record";
      const { recording, cell, size } = populationOf(number, place);
      if (variable !== "spikes") named(cell.variables, variable, { what: "variable", place });
      const chosen = keepIndices(neurons, size, place);
      const mustTell = recording.record(variable, chosen, { interval, place });
      // Only sources that may be drawn at their targets behave differently when they are recorded.
      if (mustTell && (variable !== "spikes" || cell.name === drivenCell)) simulation.change();
    },
    spikes: (number) => populationOf(number, "spikes").recording.spikes.read(),
    signal(number, variable) {
      const place = "signal";
      const { recording, cell } = populationOf(number, place);
      const signal = named(recording.signals, variable, { what: "recorded variable", place });
      const { neurons, every, start = simulation.step } = signal;
      const { unit } = named(cell.variables, variable, { what: "variable", place });
      return {
        neurons,
        start: timeOfStep(start, timestep),
        interval: every * timestep,
        values: valuesInUnit(signal.values(), unit),
      };
    },
    clear: (number) => populationOf(number, "clear").recording.clear(),
  };
}

function findPopulation({ definition, simulation }: CallContext): Find {
  return (number, place) => {
    simulation.check(place);
    return numbered(definition.populations, number, { what: "population", place });
  };
}
