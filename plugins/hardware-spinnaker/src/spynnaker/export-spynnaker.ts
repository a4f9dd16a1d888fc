import { evaluate, formatExpression, freeNames } from "@spikeloom/equations";
import { hostFunctions as functions } from "@spikeloom/equations/functions";
import type { NetworkRecord } from "@spikeloom/kernel";
import { spikeStep } from "@spikeloom/network";
import {
  type DrawnSource,
  gridRows,
  type NetworkProgram,
  type OpenProjection,
  openProjections,
  type PopulationProgram,
  programOf,
} from "@spikeloom/program";
import { timeOfStep } from "@spikeloom/simulate";
import {
  before,
  call,
  EXPORT_NEURON,
  type ExportOptions,
  type ExportTask,
  exportScript,
  flat,
  keyword,
  list,
  type Numbers,
  numbersCode,
  oneIfAlike,
  type Python,
  pythonFloat,
  pythonText,
  type ScriptExport,
} from "@spikeloom/simulate/scripts";
import { bySign, chipConvention, emulated, incomingSynapses } from "../emulated.ts";
import { chipReceptors } from "../lif.ts";
import { type ChipNeurons, chipNeurons, type NeuronSynapses } from "./chip-neurons.ts";
import type { SpynnakerLoss } from "./losses.ts";
import { writeScript } from "./script.ts";

type Task = ExportTask<SpynnakerLoss>;

/**
 * Write a network as a script for sPyNNaker.
 *
 * What the emulator refuses is refused with the same error; differences are listed in `losses`.
 */
export function exportSpynnaker(
  network: NetworkRecord,
  options: ExportOptions,
): ScriptExport<SpynnakerLoss> {
  return exportScript<SpynnakerLoss>(network, options, write);
}

function write(task: Task): string {
  const { network, stack, seed, dt, steps } = task;
  const given = programOf(network, { stack, seed });
  emulated(given, "nearest", stack);
  const { program, synapses } = bySign(given, stack);
  const written = new Map<string, ChipNeurons>();
  const populations: Python[] = [];
  for (const population of program.populations.values()) {
    if (population.source !== undefined) {
      populations.push(sourceCode(task, program, population));
      continue;
    }
    const made = chipNeurons(
      population,
      incomingSynapses(program, synapses, population.name),
      program,
    );
    sayLosses(task, population.name, made);
    written.set(population.name, made);
    populations.push(neuronCode(task, population, made));
  }
  const open = openProjections(program, { stack });
  const projections = open.flatMap((one) => {
    const own = written.get(one.to)?.synapses.get(one.name);
    return own === undefined ? [] : projectionCode(task, program, { one, own });
  });
  if ((network.recordSynapses ?? []).length > 0) {
    task.lose("recording", "recordSynapses", "Weights of the chip are not read back.");
  }
  return writeScript({
    name: network.name,
    about: network.about,
    cite: network.cite,
    duration: timeOfStep(steps, dt),
    setup: call("sim.setup", keyword("timestep", pythonFloat(dt))),
    populations,
    projections,
    records: recordCode(task, program, written),
  });
}

function populationCode(name: string): string {
  return `populations[${pythonText(name)}]`;
}

function created({ name, size }: PopulationProgram, made: Python, more: readonly Python[]): Python {
  const label = keyword("label", pythonText(name));
  return call(`${populationCode(name)} = sim.Population`, String(size), made, ...more, label);
}

function neuronCode(task: Task, population: PopulationProgram, made: ChipNeurons): Python {
  const { name } = population;
  const items = Object.entries(made.parameters).flatMap(([parameter, values]) =>
    values === undefined
      ? []
      : [keyword(parameter, numbersCode(task, `${name}-${parameter}`, values))],
  );
  const start = numbersCode(task, `${name}-initial-v`, made.initial);
  const initial = keyword("initial_values", {
    head: "{",
    items: [before('"v": ', start)],
    tail: "}",
  });
  return created(population, call("sim.IF_curr_exp", ...items), [initial]);
}

function sayLosses(task: Task, name: string, { unset, shifts, constants }: ChipNeurons): void {
  for (const variable of unset) {
    const message = `sPyNNaker's neurons start without a value of ${variable}.`;
    task.lose("initial-value", `populations.${name}.initial.${variable}`, message);
  }
  for (const { constant, stated, got } of constants) {
    const place = `populations.${name}.parameters.${constant}`;
    const message = `sPyNNaker computes it from a time, and comes to ${got} in place of ${stated}.`;
    task.lose("constant", place, message);
  }
  for (const { type, stated, chosen } of shifts) {
    const place = `populations.${name}.parameters.shift_${type}`;
    const message = `sPyNNaker chooses a shift of ${chosen} for these weights; the network states ${stated}.`;
    task.lose("scale", place, message);
  }
}

function sourceCode(task: Task, program: NetworkProgram, population: PopulationProgram): Python {
  const { name, size, source } = population;
  if (source?.kind === "times") {
    const convention = chipConvention(program.convention);
    const steps = Array.from({ length: size }, (_, neuron) => {
      const all = Array.from(source.times[neuron] ?? [], (time) =>
        spikeStep(time, { dt: task.dt, convention }),
      ).sort((a, b) => a - b);
      return convention.multiplicity === "one" ? [...new Set(all)] : all;
    });
    const times = timesCode(task, name, steps);
    return created(population, call("sim.SpikeSourceArray", keyword("spike_times", times)), []);
  }
  const poisson = source as DrawnSource;
  if (poisson.kind !== "poisson") throw otherSource(name, "intervals with another distribution");
  const read = (what: "rate" | "start" | "stop"): Numbers => {
    const expression = poisson[what];
    const names = [...freeNames(expression)];
    if (names.some((one) => !poisson.values.has(one))) {
      throw otherSource(name, `a ${what} of ${formatExpression(expression)}`);
    }
    const values = Float64Array.from({ length: size }, (_, neuron) =>
      evaluate(expression, { scope: (one) => poisson.values.get(one)?.[neuron], functions }),
    );
    return oneIfAlike(values);
  };
  const changed = (values: Numbers, change: (value: number) => number): Numbers =>
    typeof values === "number" ? change(values) : values.map(change);
  const place = `populations.${name}`;
  const message = "Its spikes are drawn on the chip: same distribution, different values.";
  task.lose("drawn-anew", place, message);
  // Rates are per ms.
  const rate = changed(read("rate"), (value) => Number((1000 * value).toPrecision(15)));
  const [start, stop] = [read("start"), read("stop")];
  if (typeof start !== "number" || typeof stop !== "number") {
    throw otherSource(name, "windows that differ between neurons");
  }
  const items = [
    keyword("rate", numbersCode(task, `${name}-rate`, rate)),
    ...(start > 0 ? [keyword("start", pythonFloat(start))] : []),
    ...(stop < timeOfStep(task.steps, task.dt)
      ? [keyword("duration", pythonFloat(Math.max(0, stop - Math.max(start, 0))))]
      : []),
  ];
  return created(population, call("sim.SpikeSourcePoisson", ...items), []);
}

function otherSource(name: string, got: string): Error {
  return EXPORT_NEURON({
    message: "sPyNNaker draws spikes of Poisson sources with a constant rate alone.",
    place: `populations.${name}.model`,
    expected: "poisson or spike-array",
    got,
    next: "Record the spikes of these sources in a run, and state them as a spike-array.",
  });
}

/** Spikes that are written into the script itself. */
const fewTimes = 12;

function timesCode(task: Task, name: string, steps: readonly (readonly number[])[]): Python {
  const times = steps.map((own) => own.map((step) => timeOfStep(step, task.dt)));
  const all = times.flat();
  if (all.length <= fewTimes && times.length <= fewTimes) {
    return list(times.map((own) => list(own.map(pythonFloat))));
  }
  let end = 0;
  const ends = Float64Array.from(times, ({ length }) => (end += length));
  const columns = [task.keep(`${name}-spike-times`, Float64Array.from(all))];
  return call("parts", ...columns, task.keep(`${name}-ends`, ends));
}

interface Written {
  readonly one: OpenProjection;
  readonly own: NeuronSynapses;
}

function projectionCode(task: Task, program: NetworkProgram, { one, own }: Written): Python[] {
  const { name, from, to } = one;
  const convention = chipConvention(program.convention);
  const rows: [source: number, target: number, weight: number, delay: number][] = [];
  for (const row of gridRows(one, { ...program, convention })) {
    for (let k = 0; k < row.partners.length; k++) {
      // The convention counts a tick less: the tick of a spike is the first of its delay.
      const delay = timeOfStep((row.delays[k] as number) + 1, program.dt);
      const weight = own.weight(row.values[0]?.[k] as number);
      rows.push([row.source(k), row.target(k), weight, delay]);
    }
  }
  const [first] = rows;
  // sPyNNaker does not map a list without connections.
  if (first === undefined) return [];
  // Columns of equal numbers are left out: sPyNNaker may compute a variance other than 0 from them, and chooses another scale.
  const isAlike = (column: 2 | 3): boolean => rows.every((row) => row[column] === first[column]);
  const alike = (
    [
      ["weight", 2],
      ["delay", 3],
    ] as const
  ).filter(([, column]) => isAlike(column));
  const listed = (
    [
      ["weight", 2],
      ["delay", 3],
    ] as const
  ).filter(([, column]) => !isAlike(column));
  const plain = listed.length === 0 ? plainConnector(program, one, rows.length) : undefined;
  const connections = (): Python => {
    const table = rows.flatMap((row) => [
      row[0],
      row[1],
      ...listed.map(([, column]) => row[column]),
    ]);
    const names = list(listed.map(([column]) => pythonText(column)));
    return call(
      "sim.FromListConnector",
      task.keep(name, Float64Array.from(table), 2 + listed.length),
      ...(listed.length > 0 ? [keyword("column_names", names)] : []),
    );
  };
  const shared = alike.map(([what, column]) => keyword(what, pythonFloat(first[column])));
  return [
    call(
      `projections[${pythonText(name)}] = sim.Projection`,
      populationCode(from),
      populationCode(to),
      plain ?? connections(),
      keyword("synapse_type", call("sim.StaticSynapse", ...shared)),
      keyword("receptor_type", pythonText(chipReceptors[own.type])),
      keyword("label", pythonText(name)),
    ),
  ];
}

/** A connector of sPyNNaker without random numbers that makes the same connections. */
function plainConnector(
  { populations }: NetworkProgram,
  { connector, from, to, fromNeurons, toNeurons }: OpenProjection,
  count: number,
): string | undefined {
  if (fromNeurons !== undefined || toNeurons !== undefined) return undefined;
  const [sources, targets] = [from, to].map((name) => populations.get(name)?.size ?? 0);
  const all = (sources ?? 0) * (targets ?? 0);
  if (connector.kind === "one-to-one" && count === sources && count === targets) {
    return "sim.OneToOneConnector()";
  }
  if (connector.kind !== "all-to-all") return undefined;
  if (count === all) return "sim.AllToAllConnector()";
  const isSelfless = from === to && count === all - (sources ?? 0);
  return isSelfless ? "sim.AllToAllConnector(allow_self_connections=False)" : undefined;
}

/** Most neurons of a selection in the script itself. */
const fewNeurons = 20;

function recordCode(
  task: Task,
  program: NetworkProgram,
  written: ReadonlyMap<string, ChipNeurons>,
): readonly Python[] {
  return program.recorders.flatMap((recorder): Python[] => {
    const { population, chosen, spikes, variables, from, until, every, place } = recorder;
    if (from > 0 || Number.isFinite(until)) {
      task.lose("recording", place, "sPyNNaker records from the beginning to the end of the run.");
    }
    const known = written.get(population)?.recorded ?? {};
    const names = variables.flatMap((variable) => {
      const found = known[variable];
      if (found?.startsWith("gsyn")) {
        const message = `A sample of ${found} is the current of its tick, that of ${variable} the current of the tick before.`;
        task.lose("recording", place, message);
      }
      if (found !== undefined) return [found];
      task.lose("recording", place, `sPyNNaker's neurons do not record ${variable}.`);
      return [];
    });
    const all = [...(spikes ? ["spikes"] : []), ...names];
    if (all.length === 0) return [];
    const interval =
      names.length > 0 && every > 1
        ? [keyword("sampling_interval", pythonFloat(timeOfStep(every, task.dt)))]
        : [];
    const neurons = Float64Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k)).sort();
    const isWhole = chosen.isAll === true || neurons.length === chosen.of;
    const selection = isWhole ? "" : selectionCode(task, population, neurons);
    const recorded = list(all.map(pythonText));
    const head = `${populationCode(population)}${selection}.record`;
    return [call(head, recorded, ...interval)];
  });
}

function selectionCode(task: Task, population: string, neurons: Float64Array): string {
  if (neurons.length <= fewNeurons) return `[[${[...neurons].join(", ")}]]`;
  return `[${flat(task.keep(`${population}-recorded`, neurons))}.astype(int)]`;
}
