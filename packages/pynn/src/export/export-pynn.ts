import {
  type Loss,
  type NetworkRecord,
  type SpikeLoomError,
  type Stack,
  throwAll,
} from "@spikeloom/kernel";
import {
  checkNetwork,
  chooseInput,
  chooseNeurons,
  networkStep,
  projectionNames,
  readTime,
  resolveConvention,
} from "@spikeloom/network";
import { RUN_LENGTH_MISSING, runSteps, timeOfStep } from "@spikeloom/simulate";
import {
  call,
  dataFiles,
  keyword,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import type { PynnLoss } from "./losses.ts";
import { sayNetworkLosses } from "./network-losses.ts";
import { type WrittenPopulation, writePopulation } from "./population/write-population.ts";
import { writeProjection } from "./projection/write-projection.ts";
import { writeScript } from "./script.ts";
import type { CurrentRequest } from "./stimulus/current-samples.ts";
import { writeCurrent } from "./stimulus/write-current.ts";
import { writePoisson } from "./stimulus/write-poisson.ts";
import { attempt, type ExportTask } from "./task.ts";
import { writeRecorders } from "./write-recorders.ts";

/** What a network is written with. */
export interface ExportOptions {
  readonly stack: Stack;
  /** Instead of the network's. */
  readonly seed?: number | undefined;
  /** How long it runs, such as `"1 s"`; instead of the network's duration. */
  readonly for?: string | undefined;
}

/** A network as a PyNN script. */
export interface PynnExport {
  readonly script: string;
  /** What belongs into the folder `data` beside the script: contents by file name. */
  readonly data: ReadonlyMap<string, Uint8Array>;
  /** What the script cannot say, or what NEST does otherwise. */
  readonly losses: readonly (Loss & { readonly code: PynnLoss })[];
}

/**
 * Write a network as a PyNN script that gives the same spikes on NEST.
 *
 * Connections and values are those that a run draws with the same seed. What differs is in `losses`; a
 * model, rule or stimulus that PyNN has not is refused, all of them at once.
 */
export function exportPynn(network: NetworkRecord, options: ExportOptions): PynnExport {
  const { stack } = options;
  throwAll(checkNetwork(network, { stack }));
  const duration = options.for ?? network.duration;
  if (duration === undefined) throw RUN_LENGTH_MISSING({ place: "duration" });
  const dt = networkStep(network);
  const convention = resolveConvention(network.convention);
  const errors: SpikeLoomError[] = [];
  const losses: PynnExport["losses"][number][] = [];
  const { files, keep } = dataFiles();
  const task: ExportTask = {
    ...{ network, stack, dt, convention, keep },
    seed: options.seed ?? network.seed ?? 0,
    steps: runSteps(readTime(duration, "duration"), dt, convention),
    lose: (code, place, message) => void losses.push({ code, place, message }),
    refuse: (error) => void errors.push(error),
  };
  sayNetworkLosses(task);
  const script = write(task);
  throwAll(errors);
  return { script, data: files, losses };
}

function write(task: ExportTask): string {
  const { network, dt, steps } = task;
  const populations = new Map<string, WrittenPopulation>();
  for (const name of Object.keys(network.populations)) {
    const written = attempt(task, () => writePopulation(task, name));
    if (written !== undefined) populations.set(name, written);
  }
  const projections = (network.projections ?? []).map((_, index) =>
    attempt(task, () => writeProjection(task, index, populations)),
  );
  const stimuli = writeStimuli(task, populations);
  const longest = Math.max(dt, ...projections.map((one) => one?.longest ?? dt));
  return writeScript({
    name: network.name,
    about: network.about,
    cite: network.cite,
    duration: timeOfStep(steps, dt),
    setup: [setup(task, longest)],
    populations: [...[...populations.values()].flatMap(({ code }) => code), ...stimuli.populations],
    projections: [...projections.flatMap((one) => one?.code ?? []), ...stimuli.projections],
    currents: stimuli.currents,
    records: writeRecorders(task, populations),
    weights: learned(
      task,
      projections.map((one) => one?.names ?? []),
    ),
  });
}

function setup({ dt, seed }: ExportTask, longest: number): Python {
  return call(
    "sim.setup",
    keyword("timestep", pythonFloat(dt)),
    keyword("min_delay", pythonFloat(dt)),
    keyword("max_delay", pythonFloat(longest)),
    keyword("spike_precision", pythonText("on_grid")),
    keyword("rng_seed", String(seedInNest(seed))),
  );
}

/** NEST takes seeds from 1 to 2 ** 32 - 1: such a seed stays what it is. */
function seedInNest(seed: number): number {
  return seed % 2 ** 32 || 1;
}

interface WrittenStimuli {
  readonly populations: readonly Python[];
  readonly projections: readonly Python[];
  readonly currents: readonly Python[];
}

function writeStimuli(
  task: ExportTask,
  populations: ReadonlyMap<string, WrittenPopulation>,
): WrittenStimuli {
  const taken = new Set(Object.keys(task.network.populations));
  const written = {
    populations: [] as Python[],
    projections: [] as Python[],
    currents: [] as Python[],
  };
  for (const [index, record] of (task.network.stimuli ?? []).entries()) {
    const target = populations.get(record.into);
    if (target === undefined) continue;
    const place = `stimuli[${index}]`;
    const { size, found } = target;
    const targets = chooseNeurons(record.neurons, size, `${place}.neurons`);
    const base = { task, index, place, targets, size };
    attempt(task, () => {
      if (record.kind === "poisson") {
        const label = freeLabel(`Poisson into ${record.into}`, taken);
        const request: CurrentRequest = { ...base, unit: "1" };
        const made = writePoisson(record, request, { target, label });
        written.populations.push(made.population);
        written.projections.push(...made.projections);
        return;
      }
      const input = chooseInput(found.model, record.input, place);
      const unit = found.model.inputs?.[input]?.unit ?? "nA";
      written.currents.push(...writeCurrent(record, { ...base, unit }));
    });
  }
  return written;
}

function freeLabel(wanted: string, taken: Set<string>): string {
  let label = wanted;
  for (let number = 2; taken.has(label); number++) label = `${wanted} ${number}`;
  taken.add(label);
  return label;
}

/** Names of the projections whose weights are to be reported. */
function learned(
  { network }: ExportTask,
  names: readonly (readonly string[])[],
): readonly string[] {
  const recorded = new Set((network.recordSynapses ?? []).map(({ projection }) => projection));
  return projectionNames(network).flatMap((name, index) =>
    recorded.has(name) ? (names[index] ?? []) : [],
  );
}
