import type { NetworkRecord } from "@spikeloom/kernel";
import { timeOfStep } from "@spikeloom/simulate";
import {
  attempt,
  type ExportOptions,
  exportScript,
  type ScriptExport,
  sayLags,
  sayPrecision,
} from "@spikeloom/simulate/scripts";
import type { Brian2Loss } from "./losses.ts";
import { writeScript } from "./script.ts";
import type { Brian2Task } from "./task.ts";
import { writePoisson } from "./write-poisson.ts";
import { type WrittenPopulation, writePopulation } from "./write-population.ts";
import { writeProjection } from "./write-projection.ts";
import { writeRecorders } from "./write-recorders.ts";
import { writeStimuli } from "./write-stimuli.ts";
import { writeWeights } from "./write-weights.ts";

/**
 * Write a network as a Brian2 script that reproduces the same spikes.
 *
 * Connections and values are those that a run with the same seed draws. Differences are listed in `losses`; everything
 * that Brian2 cannot express is refused at once.
 */
export function exportBrian2(
  network: NetworkRecord,
  options: ExportOptions,
): ScriptExport<Brian2Loss> {
  return exportScript<Brian2Loss>(network, options, write);
}

function write(task: Brian2Task): string {
  sayPrecision(task, "Brian2");
  sayLags(task);
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
