import { readTime } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import {
  behind,
  call,
  flat,
  keyword,
  list,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import type { WrittenPopulation } from "./population/write-population.ts";
import { selectionCode } from "./selection-code.ts";
import type { PynnTask } from "./task.ts";

/** Variables that PyNN's standard cells have but cannot record. */
const unrecorded: ReadonlySet<string> = new Set(["isyn_exc", "isyn_inh", "m", "n", "h"]);

/** Write the recorders. */
export function writeRecorders(
  task: PynnTask,
  populations: ReadonlyMap<string, WrittenPopulation>,
): readonly Python[] {
  const intervals = new Map<string, number>();
  return (task.network.record ?? []).flatMap((record, index): Python[] => {
    const place = `record[${index}]`;
    const population = populations.get(record.population);
    if (population === undefined) return [];
    if (record.from !== undefined || record.until !== undefined) {
      task.lose("recording", place, "PyNN records from the beginning to the end of the run.");
    }
    const variables = record.variables.flatMap((variable): string[] => {
      const found = variable === "spikes" ? variable : recordedName(population, variable);
      if (found !== undefined) return [found];
      const message = `PyNN's ${population.found.name} cannot record ${variable}.`;
      task.lose("recording", `${place}.variables`, message);
      return [];
    });
    if (variables.length === 0) return [];
    const interval = intervalOf(task, index, intervals);
    const whole = { population: record.population, selection: record.neurons };
    return [
      behind(
        selectionCode(task, whole),
        flat(
          call(
            ".record",
            list(variables.map(pythonText)),
            ...(interval === undefined
              ? []
              : [keyword("sampling_interval", pythonFloat(interval))]),
          ),
        ),
      ),
    ];
  });
}

function recordedName({ found }: WrittenPopulation, variable: string): string | undefined {
  const variables = Object.entries(found.cell.variables ?? {});
  const name = variables.find(([, { to }]) => to === variable)?.[0];
  return name === undefined || unrecorded.has(name) ? undefined : name;
}

/** Sampling interval; one per population, that of its first recorder of samples. */
function intervalOf(
  task: PynnTask,
  index: number,
  intervals: Map<string, number>,
): number | undefined {
  const record = task.network.record?.[index];
  if (record === undefined || record.variables.every((variable) => variable === "spikes")) {
    return undefined;
  }
  const place = `record[${index}].every`;
  const steps =
    record.every === undefined
      ? 1
      : Math.max(1, Math.floor(readTime(record.every, place) / task.dt + 0.5));
  const interval = timeOfStep(steps, task.dt);
  const first = intervals.get(record.population);
  if (first === undefined) {
    intervals.set(record.population, interval);
    return steps === 1 ? undefined : interval;
  }
  if (first !== interval) {
    task.lose(
      "recording",
      place,
      `PyNN samples a population at a single interval, here ${first} ms.`,
    );
  }
  return undefined;
}
