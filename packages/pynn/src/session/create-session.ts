import type { BackendRecord, Stack } from "@spikeloom/kernel";
import { timeOfStep, valuesInUnit } from "@spikeloom/simulate";
import { SESSION_VALUE } from "../errors.ts";
import { addPopulation, setInitial, setParameters } from "./add-population.ts";
import { addProjection, setAttributes } from "./add-projection.ts";
import { readConnections, writeConnections } from "./connections.ts";
import { makeCurrent } from "./currents/current.ts";
import { inputOf } from "./currents/input-of.ts";
import { type Definition, named, numbered } from "./definition.ts";
import { live } from "./live/live.ts";
import { setState } from "./live/set-state.ts";
import { capturedNetwork } from "./network/captured-network.ts";
import type { PynnSession, SessionOptions } from "./session.ts";
import { keepIndices } from "./values/indices.ts";

/** What a session runs with. */
export interface SessionMeans {
  /** Has models, connectors and integrators: that of the npm package `spikeloom` will do. */
  readonly stack: Stack;
  readonly backend: BackendRecord;
}

/** Make a session: what a backend of PyNN is called for, on a backend of SpikeLoom. */
export function createSession(
  options: SessionOptions,
  { stack, backend }: SessionMeans,
): PynnSession {
  checkOptions(options);
  const { timestep, seed = 0 } = options;
  const definition: Definition = {
    ...{ options, stack },
    ...{ populations: [], projections: [], currents: [] },
  };
  const { populations, projections, currents } = definition;
  const simulation = live(definition, backend);
  const populationOf = (number: number, place: string) => {
    simulation.check(place);
    return numbered(populations, number, { what: "population", place });
  };
  const projectionOf = (number: number, place: string) => {
    simulation.check(place);
    return numbered(projections, number, { what: "projection", place });
  };
  const currentOf = (number: number, place: string) => {
    simulation.check(place);
    return numbered(currents, number, { what: "current", place });
  };
  return {
    get time() {
      return timeOfStep(simulation.step, timestep);
    },
    addPopulation(request) {
      simulation.check("addPopulation");
      simulation.change();
      return populations.push(addPopulation(definition, request)) - 1;
    },
    setParameters(number, parameters, neurons) {
      const place = "setParameters";
      const population = populationOf(number, place);
      const { size } = population;
      const chosen = neurons && keepIndices(neurons, size, place);
      setParameters(population, parameters, { size, chosen, place });
      simulation.change();
    },
    setInitial(number, values, neurons) {
      const place = "setInitial";
      const population = populationOf(number, place);
      const { size } = population;
      const request = { size, chosen: neurons && keepIndices(neurons, size, place), place };
      if (simulation.sim !== undefined)
        setState(simulation.sim, population, { values, ...request });
      setInitial(population, values, request);
    },
    addProjection(request) {
      simulation.check("addProjection");
      simulation.change();
      return projections.push(addProjection(definition, request)) - 1;
    },
    setConnections(number, attributes) {
      const place = "setConnections";
      const projection = projectionOf(number, place);
      setAttributes(projection, attributes, place);
      const isDone = writeConnections(projection, Object.keys(attributes), { simulation, options });
      if (!isDone) simulation.change();
    },
    connections: (number, attribute) =>
      readConnections(projectionOf(number, "connections"), attribute, { simulation, options }),
    record(number, variable, neurons, interval) {
      const place = "record";
      const { recording, cell, size } = populationOf(number, place);
      if (variable !== "spikes") named(cell.variables, variable, { what: "variable", place });
      const chosen = keepIndices(neurons, size, place);
      if (recording.record(variable, chosen, { interval, place })) simulation.change();
    },
    addCurrent(request) {
      const place = `current ${currents.length}`;
      simulation.check("addCurrent");
      const context = { timestep, seed, number: currents.length, place };
      return currents.push(makeCurrent(request, context)) - 1;
    },
    setCurrent: (number, parameters) =>
      currentOf(number, "setCurrent").change(parameters, simulation.step),
    inject(number, into, neurons) {
      const place = "inject";
      const current = currentOf(number, place);
      const population = populationOf(into, place);
      const { cell, size, name } = population;
      if (inputOf(population) === undefined) {
        const message = `No current can flow into "${name}".`;
        throw SESSION_VALUE({
          place,
          message,
          expected: "neurons with a membrane",
          got: cell.name,
        });
      }
      current.injections.push({ population, neurons: keepIndices(neurons, size, place) });
    },
    currentTrace: (number) => currentOf(number, "currentTrace").trace(simulation.step),
    async run(until, watched = {}) {
      simulation.check("run");
      await simulation.run(stepOf(until, simulation.step, timestep), watched);
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
    async reset() {
      simulation.check("reset");
      for (const { recording } of populations) recording.reset();
      for (const current of currents) current.reset();
      await simulation.reset();
    },
    network: () => capturedNetwork(definition),
    close: simulation.close,
  };
}

function checkOptions({ timestep, minDelay, maxDelay }: SessionOptions): void {
  const place = "setup";
  if (!(timestep > 0 && timestep < Number.POSITIVE_INFINITY)) {
    const message = "The step is a duration.";
    throw SESSION_VALUE({
      place: "timestep",
      message,
      expected: "above 0 ms",
      got: `${timestep} ms`,
    });
  }
  const least = minDelay ?? timestep;
  if (least >= timestep * (1 - 1e-9) && (maxDelay ?? least) >= least) return;
  const message = "Delays are at least a step, and the longest is no shorter than the least.";
  const got = `timestep ${timestep}, minDelay ${minDelay}, maxDelay ${maxDelay}`;
  throw SESSION_VALUE({ place, message, expected: "timestep <= minDelay <= maxDelay", got });
}

/** The step that a time is nearest to; no earlier than the present one. */
function stepOf(until: number, now: number, timestep: number): number {
  const step = Math.round(until / timestep);
  if (step >= now && step < 2 ** 31) return step;
  const message = step < now ? "A run ends in the future." : "This is no time to run to.";
  const expected = `a time from ${timeOfStep(now, timestep)} ms on`;
  throw SESSION_VALUE({ place: "run", message, expected, got: `${until} ms` });
}
