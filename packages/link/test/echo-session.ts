import { setImmediate } from "node:timers/promises";
import { defineError } from "@spikeloom/kernel";
import type {
  Column,
  Columns,
  Lists,
  PopulationRequest,
  ProjectionRequest,
  PynnSession,
} from "@spikeloom/pynn";

const ECHO = defineError("SL_MEMORY", ({ size }: { readonly size: number }) => ({
  message: "The population does not fit.",
  place: "echo.size",
  expected: "at most 1000000000",
  got: `${size}`,
  next: "Make it smaller.",
}));

interface Population extends PopulationRequest {
  recorded: Uint32Array;
}

/** Create a session without a simulation: it echoes its input, so that a link can be tested. */
export function echoSession(): PynnSession {
  const populations: Population[] = [];
  const projections: ProjectionRequest[] = [];
  const currents: Columns[] = [];
  let time = 0;
  const population = (number: number): Population => {
    const found = populations[number];
    if (found === undefined) throw ECHO({ size: number });
    return found;
  };
  return {
    get time() {
      return time;
    },
    addPopulation(request) {
      if (request.size > 1e9) throw ECHO({ size: request.size });
      return populations.push({ ...request, recorded: new Uint32Array() }) - 1;
    },
    // Everything has been processed.
    checkParameters() {},
    setParameters(number, parameters) {
      const { parameters: had } = population(number);
      Object.assign(had, parameters);
    },
    async setInitial(number, values) {
      Object.assign(population(number).initial, values);
    },
    addProjection: (request) => projections.push(request) - 1,
    async setConnections(number, attributes, connections) {
      const { attributes: own, sources } = projections[number]!;
      for (const [name, column] of Object.entries(attributes)) {
        const values = columnOf(own[name] ?? 0, sources.length);
        const given = columnOf(column, connections?.length ?? sources.length);
        given.forEach((value, k) => {
          values[connections?.[k] ?? k] = value;
        });
        Object.assign(own, { [name]: values });
      }
    },
    async connections(number, attribute) {
      const { sources, attributes } = projections[number]!;
      return columnOf(attributes[attribute]!, sources.length);
    },
    record(number, _variable, neurons) {
      population(number).recorded = neurons;
    },
    addCurrent: ({ parameters }) => currents.push(parameters) - 1,
    setCurrent(number, parameters) {
      currents[number] = parameters;
    },
    inject() {},
    currentTrace: (number) => columnOf(currents[number]!["values"] as Column, 1),
    async run(until, { signal, onProgress } = {}) {
      // A millisecond takes a millisecond, so that tests can act in between.
      const start = performance.now() - time;
      while (time < until && !signal?.aborted) {
        await setImmediate();
        time = Math.min(until, performance.now() - start);
        onProgress?.(time);
      }
    },
    spikes(number) {
      const { parameters, recorded } = population(number);
      const { values } = parameters["spike_times"] as Lists;
      return { neurons: recorded, times: values };
    },
    signal(number, variable) {
      const { parameters, recorded } = population(number);
      const values = columnOf(parameters[variable] as Column, recorded.length);
      return { neurons: recorded, start: 0, interval: 0.1, values };
    },
    clear() {},
    async reset() {
      time = 0;
    },
    network: () => ({ network: { populations: populations.length }, losses: ["nothing"] }),
    async close() {},
  };
}

function columnOf(column: Column, count: number): Float64Array {
  return typeof column === "number" ? new Float64Array(count).fill(column) : column;
}
