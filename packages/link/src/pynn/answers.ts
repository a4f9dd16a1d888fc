import type { SessionOptions } from "@spikeloom/pynn";
import { type Answer, type Answers, type CallsOf, done } from "../answer.ts";
import type { PynnCall, Setup } from "../generated/pynn.ts";
import { reachedBy } from "../reached.ts";
import { oneOf, wholeNumber } from "../read-options.ts";
import { columnsOf, parametersOf } from "./columns.ts";
import { cellTypeOf, synapseTypeOf } from "./models.ts";

const made = (number: number): Answer => ({ case: "made", value: { number } });

/** Implementation of each call of the PyNN dialect. */
export const pynnAnswers: Answers<CallsOf<PynnCall>> = {
  async setup(options, served) {
    await served.beginPynn(sessionOptions(options));
    return done;
  },
  addPopulation({ label, size, cell, parameters, initial, positions }, served) {
    const { arrays } = served;
    const number = served.pynn("add_population").addPopulation({
      label,
      size,
      cell: cellTypeOf(cell, `${label}.cell`),
      parameters: parametersOf(parameters, arrays, label),
      initial: columnsOf(initial, arrays, `${label}.initial`),
      ...(positions && { positions: arrays.doubles(positions, `${label}.positions`) }),
    });
    return made(number);
  },
  async setParameters({ population, parameters, neurons }, served) {
    const place = `population ${population}`;
    const { arrays } = served;
    await served
      .pynn("set_parameters")
      .setParameters(
        population,
        parametersOf(parameters, arrays, place),
        neurons && arrays.indices(neurons, `${place}.neurons`),
      );
    return done;
  },
  async setInitial({ population, values, neurons }, served) {
    const place = `population ${population}`;
    const { arrays } = served;
    await served
      .pynn("set_initial")
      .setInitial(
        population,
        columnsOf(values, arrays, place),
        neurons && arrays.indices(neurons, `${place}.neurons`),
      );
    return done;
  },
  addProjection(request, served) {
    const { label, source, target, receptor } = request;
    const { arrays } = served;
    const number = served.pynn("add_projection").addProjection({
      label,
      source,
      target,
      receptor,
      synapse: synapseTypeOf(request.synapse, `${label}.synapse`),
      sources: arrays.indices(request.sources, `${label}.sources`),
      targets: arrays.indices(request.targets, `${label}.targets`),
      attributes: columnsOf(request.attributes, arrays, label),
    });
    return made(number);
  },
  async setConnections({ projection, attributes, connections }, served) {
    const place = `projection ${projection}`;
    const { arrays } = served;
    await served
      .pynn("set_connections")
      .setConnections(
        projection,
        columnsOf(attributes, arrays, place),
        connections && arrays.indices(connections, `${place}.connections`),
      );
    return done;
  },
  async getConnections({ projection, attribute }, served) {
    const values = await served.pynn("get_connections").connections(projection, attribute);
    return { case: "values", value: { values: served.arrays.writeDoubles(values) } };
  },
  record({ population, variable, neurons, interval }, served) {
    const which = served.arrays.indices(neurons, `population ${population}.neurons`);
    served.pynn("record").record(population, variable, which, interval);
    return done;
  },
  addCurrent({ kind, parameters }, served) {
    const columns = parametersOf(parameters, served.arrays, kind);
    return made(served.pynn("add_current").addCurrent({ kind, parameters: columns }));
  },
  setCurrent({ current, parameters }, served) {
    const columns = parametersOf(parameters, served.arrays, `current ${current}`);
    served.pynn("set_current").setCurrent(current, columns);
    return done;
  },
  inject({ current, population, neurons }, served) {
    const which = served.arrays.indices(neurons, `current ${current}.neurons`);
    served.pynn("inject").inject(current, population, which);
    return done;
  },
  getCurrent({ current }, served) {
    const values = served.pynn("get_current").currentTrace(current);
    return { case: "values", value: { values: served.arrays.writeDoubles(values) } };
  },
  async run({ until, progress }, served, watch) {
    const simulation = served.pynn("run");
    const run = (onWarning: (warning: string) => void): Promise<void> =>
      simulation.run(until, {
        signal: watch.signal,
        onWarning,
        ...(progress && {
          onProgress: (time) => watch.progress({ case: "running", value: { time } }),
          onPrepare: (value) => watch.progress({ case: "preparing", value }),
        }),
      });
    return await reachedBy(run, watch, () => ({
      time: simulation.time,
      isThere: simulation.time >= until,
    }));
  },
  getSpikes({ population }, served) {
    const { neurons, times } = served.pynn("get_spikes").spikes(population);
    const { arrays } = served;
    const value = { neurons: arrays.writeIndices(neurons), times: arrays.writeDoubles(times) };
    return { case: "spikes", value };
  },
  getSignal({ population, variable }, served) {
    const signal = served.pynn("get_signal").signal(population, variable);
    const { arrays } = served;
    const { start, interval } = signal;
    const neurons = arrays.writeIndices(signal.neurons);
    return {
      case: "signal",
      value: { neurons, start, interval, values: arrays.writeDoubles(signal.values) },
    };
  },
  clear({ population }, served) {
    served.pynn("clear").clear(population);
    return done;
  },
  async reset(_, served) {
    await served.pynn("reset").reset();
    return done;
  },
  async writeNetwork({ path, duration }, served) {
    const { network, losses } = served.pynn("write_network").network(duration);
    await served.programs.writeNetwork(network, path);
    return { case: "written", value: { losses: [...losses] } };
  },
};

const ways = ["stop", "warn"] as const;
const conventions = ["nest", "neuron", "brian2"] as const;

function sessionOptions(setup: Setup): SessionOptions {
  const { timestep, minDelay, maxDelay, workers, recordGiven } = setup;
  const seed = wholeNumber(setup.seed, "setup.seed");
  const convention = oneOf(setup.convention, conventions, "setup.convention");
  const onDivergence = oneOf(setup.onDivergence, ways, "setup.on_divergence");
  return {
    timestep,
    ...(onDivergence !== undefined && { onDivergence }),
    ...(minDelay !== undefined && { minDelay }),
    ...(maxDelay !== undefined && { maxDelay }),
    ...(convention !== undefined && { convention }),
    ...(seed !== undefined && { seed }),
    ...(workers !== undefined && { workers }),
    ...(recordGiven !== undefined && { recordGiven }),
  };
}
