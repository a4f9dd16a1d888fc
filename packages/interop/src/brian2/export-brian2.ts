import {
  type Loss,
  type NetworkRecord,
  type SpikeLoomError,
  type Stack,
  throwAll,
} from "@spikeloom/kernel";
import { checkNetwork, networkStep, readTime, resolveConvention } from "@spikeloom/network";
import { RUN_LENGTH_MISSING, runSteps, timeOfStep } from "@spikeloom/simulate";
import { dataFiles } from "@spikeloom/simulate/scripts";
import type { Brian2Loss } from "./losses.ts";
import { writeScript } from "./script.ts";
import { attempt, type Brian2Task } from "./task.ts";
import { writePoisson } from "./write-poisson.ts";
import { type WrittenPopulation, writePopulation } from "./write-population.ts";
import { writeProjection } from "./write-projection.ts";
import { writeRecorders } from "./write-recorders.ts";
import { writeStimuli } from "./write-stimuli.ts";
import { writeWeights } from "./write-weights.ts";

/** What a network is written with. */
export interface ExportOptions {
  readonly stack: Stack;
  /** Instead of the network's. */
  readonly seed?: number | undefined;
  /** How long it runs, such as `"1 s"`; instead of the network's duration. */
  readonly for?: string | undefined;
}

/** A network as a Brian2 script. */
export interface Brian2Export {
  readonly script: string;
  /** What belongs into the folder `data` beside the script: contents by file name. */
  readonly data: ReadonlyMap<string, Uint8Array>;
  /** What the script cannot say, or what Brian2 does otherwise. */
  readonly losses: readonly (Loss & { readonly code: Brian2Loss })[];
}

/**
 * Write a network as a Brian2 script that gives the same spikes.
 *
 * Connections and values are those that a run draws with the same seed. What differs is in `losses`;
 * what Brian2 has no word for is refused, all at once.
 */
export function exportBrian2(network: NetworkRecord, options: ExportOptions): Brian2Export {
  const { stack } = options;
  throwAll(checkNetwork(network, { stack }));
  const duration = options.for ?? network.duration;
  if (duration === undefined) throw RUN_LENGTH_MISSING({ place: "duration" });
  const dt = networkStep(network);
  const convention = resolveConvention(network.convention);
  const errors: SpikeLoomError[] = [];
  const losses: Brian2Export["losses"][number][] = [];
  const { files, keep } = dataFiles();
  const task: Brian2Task = {
    ...{ network, stack, dt, convention, keep },
    seed: options.seed ?? network.seed ?? 0,
    steps: runSteps(readTime(duration, "duration"), dt, convention),
    lose: (code, place, message) => void losses.push({ code, place, message }),
    refuse: (error) => void errors.push(error),
  };
  sayNetwork(task);
  const script = write(task);
  throwAll(errors);
  return { script, data: files, losses };
}

function write(task: Brian2Task): string {
  const { network, dt, steps, convention } = task;
  const populations = new Map<string, WrittenPopulation>();
  for (const name of Object.keys(network.populations)) {
    const written = attempt(task, () => {
      const inputs = { stimuli: writeStimuli(task, name), coupled: new Map<string, string[]>() };
      return writePopulation(task, name, inputs);
    });
    if (written !== undefined) populations.set(name, written);
  }
  const synapses = (network.projections ?? []).flatMap(
    (_, index) => attempt(task, () => writeProjection(task, index, populations)) ?? [],
  );
  const drives = (network.stimuli ?? []).flatMap(
    (_, index) => attempt(task, () => writePoisson(task, index, populations)) ?? [],
  );
  return writeScript({
    name: network.name,
    about: network.about,
    cite: network.cite,
    duration: timeOfStep(steps, dt),
    dt,
    order: convention.order,
    stampsEnd: convention.spikeStamp === "end",
    samplesEnd: convention.sampleAt === "end",
    groups: [...populations.values()].flatMap(({ code }) => code),
    synapses: [...synapses, ...drives],
    records:
      attempt(task, () => [
        ...writeRecorders(task, populations),
        ...writeWeights(task, populations),
      ]) ?? [],
  });
}

/** Say or refuse what is so of the network as a whole. */
function sayNetwork(task: Brian2Task): void {
  const { network } = task;
  if (network.precision === "f32") {
    task.lose("precision", "precision", "The script computes in double precision.");
  }
  if (network.tier !== undefined && network.tier !== "exact") {
    task.lose(
      "tier",
      "tier",
      "Weights are written as they are drawn, not as this tier rounds them.",
    );
  }
}
