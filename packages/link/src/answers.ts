import { SpikeLoomError } from "@spikeloom/kernel";
import type { SessionOptions } from "@spikeloom/pynn";
import { DIVERGED } from "@spikeloom/simulate";
import { columnsOf, parametersOf } from "./columns.ts";
import { LINK_VALUE, LINK_VERSION } from "./errors.ts";
import { failureOf } from "./failures.ts";
import type { Failure, Reply, Request, Setup } from "./generated/link-messages.ts";
import { cellTypeOf, synapseTypeOf } from "./models.ts";
import type { ServedSession } from "./served-session.ts";
import type { Sent } from "./wire/message-form.ts";

/** Versions of the link that this server speaks, newest first. */
const versions: readonly number[] = [1];

type Call = Exclude<Request["call"], { readonly case: undefined }>;

/** The calls of the link, as the generated types spell them. */
export type CallName = Call["case"];

type ValueOf<Name extends CallName> = Extract<Call, { readonly case: Name }>["value"];

/** What a reply says. */
export type Answer = NonNullable<Sent<Reply>["result"]>;

/** How a run is watched. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Send how far a run has come. */
  progress(time: number): void;
}

type Answers = {
  readonly [Name in CallName]: (
    value: ValueOf<Name>,
    served: ServedSession,
    watch: Watch,
  ) => Answer | Promise<Answer>;
};

const done: Answer = { case: "done", value: {} };
const made = (number: number): Answer => ({ case: "made", value: { number } });

/** What each call does. */
export const answers: Answers = {
  hello({ versions: got, folder, leastFileBytes }, served) {
    const version = versions.find((known) => got.includes(known));
    if (version === undefined) throw LINK_VERSION({ known: versions, got });
    served.greet(folder, leastFileBytes === undefined ? undefined : Number(leastFileBytes));
    return { case: "welcome", value: { version, server: served.programs.server } };
  },
  async setup(options, served) {
    await served.begin(sessionOptions(options));
    return done;
  },
  addPopulation({ label, size, cell, parameters, initial, positions }, served) {
    const { arrays } = served;
    const number = served.simulation("add_population").addPopulation({
      label,
      size,
      cell: cellTypeOf(cell, `${label}.cell`),
      parameters: parametersOf(parameters, arrays, label),
      initial: columnsOf(initial, arrays, `${label}.initial`),
      ...(positions && { positions: arrays.doubles(positions, `${label}.positions`) }),
    });
    return made(number);
  },
  setParameters({ population, parameters, neurons }, served) {
    const place = `population ${population}`;
    const { arrays } = served;
    served
      .simulation("set_parameters")
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
      .simulation("set_initial")
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
    const number = served.simulation("add_projection").addProjection({
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
  async setConnections({ projection, attributes }, served) {
    const columns = columnsOf(attributes, served.arrays, `projection ${projection}`);
    await served.simulation("set_connections").setConnections(projection, columns);
    return done;
  },
  async getConnections({ projection, attribute }, served) {
    const values = await served.simulation("get_connections").connections(projection, attribute);
    return { case: "values", value: { values: served.arrays.writeDoubles(values) } };
  },
  record({ population, variable, neurons, interval }, served) {
    const which = served.arrays.indices(neurons, `population ${population}.neurons`);
    served.simulation("record").record(population, variable, which, interval);
    return done;
  },
  addCurrent({ kind, parameters }, served) {
    const columns = parametersOf(parameters, served.arrays, kind);
    return made(served.simulation("add_current").addCurrent({ kind, parameters: columns }));
  },
  setCurrent({ current, parameters }, served) {
    const columns = parametersOf(parameters, served.arrays, `current ${current}`);
    served.simulation("set_current").setCurrent(current, columns);
    return done;
  },
  inject({ current, population, neurons }, served) {
    const which = served.arrays.indices(neurons, `current ${current}.neurons`);
    served.simulation("inject").inject(current, population, which);
    return done;
  },
  getCurrent({ current }, served) {
    const values = served.simulation("get_current").currentTrace(current);
    return { case: "values", value: { values: served.arrays.writeDoubles(values) } };
  },
  async run({ until, progress }, served, watch) {
    const { signal } = watch;
    const simulation = served.simulation("run");
    // A run that was interrupted before it began does not begin.
    const warnings: string[] = [];
    let failure: Failure | undefined;
    if (!signal.aborted) {
      const onWarning = (warning: string): void => void warnings.push(warning);
      const watched = { signal, onWarning, ...(progress && { onProgress: watch.progress }) };
      failure = await divergenceOf(simulation.run(until, watched));
    }
    const { time } = simulation;
    const interrupted = time < until && (signal.aborted || failure !== undefined);
    const value = { time, interrupted, warnings, ...(failure !== undefined && { failure }) };
    return { case: "reached", value };
  },
  getSpikes({ population }, served) {
    const { neurons, times } = served.simulation("get_spikes").spikes(population);
    const { arrays } = served;
    const value = { neurons: arrays.writeIndices(neurons), times: arrays.writeDoubles(times) };
    return { case: "spikes", value };
  },
  getSignal({ population, variable }, served) {
    const signal = served.simulation("get_signal").signal(population, variable);
    const { arrays } = served;
    const { start, interval } = signal;
    const neurons = arrays.writeIndices(signal.neurons);
    return {
      case: "signal",
      value: { neurons, start, interval, values: arrays.writeDoubles(signal.values) },
    };
  },
  clear({ population }, served) {
    served.simulation("clear").clear(population);
    return done;
  },
  async reset(_, served) {
    await served.simulation("reset").reset();
    return done;
  },
  async writeNetwork({ path, duration }, served) {
    const { network, losses } = served.simulation("write_network").network(duration);
    await served.programs.writeNetwork(network, path);
    return { case: "written", value: { losses: [...losses] } };
  },
  interrupt: () => done,
};

/** Wait for a run; gives the failure of one that diverged, whose recordings can be asked for like any other's. */
async function divergenceOf(run: Promise<void>): Promise<Failure | undefined> {
  try {
    await run;
    return undefined;
  } catch (fault) {
    if (!(fault instanceof SpikeLoomError && fault.code === DIVERGED.code)) throw fault;
    return failureOf(fault, "run");
  }
}

const ways = ["stop", "warn"] as const;
const conventions = ["nest", "neuron", "brian2"] as const;

function sessionOptions(setup: Setup): SessionOptions {
  const { timestep, minDelay, maxDelay, workers, recordGiven } = setup;
  const seed = setup.seed === undefined ? undefined : Number(setup.seed);
  if (seed !== undefined && !Number.isSafeInteger(seed)) {
    const expected = `a whole number up to ${Number.MAX_SAFE_INTEGER}`;
    throw LINK_VALUE({ place: "setup.seed", expected, got: `${setup.seed}` });
  }
  const convention = conventions.find((name) => name === setup.convention);
  if (setup.convention !== undefined && convention === undefined) {
    const expected = conventions.join(", ");
    throw LINK_VALUE({ place: "setup.convention", expected, got: setup.convention });
  }
  const onDivergence = ways.find((way) => way === setup.onDivergence);
  if (setup.onDivergence !== undefined && onDivergence === undefined) {
    const [expected, got] = [ways.join(", "), setup.onDivergence];
    throw LINK_VALUE({ place: "setup.on_divergence", expected, got });
  }
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
