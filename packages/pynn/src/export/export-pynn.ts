import type { NetworkRecord } from "@spikeloom/kernel";
import { chooseInput, chooseNeurons, projectionNames } from "@spikeloom/network";
import { lowerStimulus } from "@spikeloom/program";
import { timeOfStep } from "@spikeloom/simulate";
import {
  attempt,
  call,
  type ExportOptions,
  exportScript,
  keyword,
  type Python,
  pythonFloat,
  pythonText,
  type ScriptExport,
} from "@spikeloom/simulate/scripts";
import type { PynnLoss } from "./losses.ts";
import { sayNetworkLosses } from "./network-losses.ts";
import { type WrittenPopulation, writePopulation } from "./population/write-population.ts";
import { writeProjection } from "./projection/write-projection.ts";
import { writeScript } from "./script.ts";
import { writeCurrent } from "./stimulus/write-current.ts";
import { writePoisson } from "./stimulus/write-poisson.ts";
import type { PynnTask } from "./task.ts";
import { writeRecorders } from "./write-recorders.ts";

/**
 * Write a network as a PyNN script that reproduces the same spikes on NEST.
 *
 * Connections and values are those that a run with the same seed draws. Differences are listed in `losses`; all models,
 * rules and stimuli that PyNN lacks are refused at once.
 */
export function exportPynn(network: NetworkRecord, options: ExportOptions): ScriptExport<PynnLoss> {
  return exportScript<PynnLoss>(network, options, write);
}

function write(task: PynnTask): string {
  sayNetworkLosses(task);
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

function setup({ dt, seed }: PynnTask, longest: number): Python {
  return call(
    "sim.setup",
    keyword("timestep", pythonFloat(dt)),
    keyword("min_delay", pythonFloat(dt)),
    keyword("max_delay", pythonFloat(longest)),
    keyword("spike_precision", pythonText("on_grid")),
    keyword("rng_seed", String(seedInNest(seed))),
  );
}

/** NEST accepts seeds from 1 to 2 ** 32 - 1; such a seed is unchanged. */
function seedInNest(seed: number): number {
  return seed % 2 ** 32 || 1;
}

interface WrittenStimuli {
  readonly populations: readonly Python[];
  readonly projections: readonly Python[];
  readonly currents: readonly Python[];
}

function writeStimuli(
  task: PynnTask,
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
    const population = { name: record.into, model: found.model, size };
    const base = { task, index, place, population, targets, size };
    attempt(task, () => {
      if (record.kind === "poisson") {
        const { dt, seed } = task;
        const drive = lowerStimulus(record, { index, population, dt, seed });
        if (drive.kind !== "drive") return;
        const label = freeLabel(`Poisson into ${record.into}`, taken);
        const selection = { population: record.into, selection: record.neurons };
        const made = writePoisson(drive, { task, place, target, label, selection });
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

/** Names of the projections whose weights are reported. */
function learned({ network }: PynnTask, names: readonly (readonly string[])[]): readonly string[] {
  const recorded = new Set((network.recordSynapses ?? []).map(({ projection }) => projection));
  return projectionNames(network).flatMap((name, index) =>
    recorded.has(name) ? (names[index] ?? []) : [],
  );
}
