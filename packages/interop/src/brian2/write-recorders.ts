import { chooseNeurons, readTime } from "@spikeloom/network";
import {
  call,
  dictionary,
  EXPORT_VALUE,
  keyword,
  list,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import { brian2Name } from "./expression-code.ts";
import { groupCode } from "./group-code.ts";
import type { Brian2Task } from "./task.ts";
import { writtenUnit } from "./units.ts";
import type { WrittenPopulation } from "./write-population.ts";

/** Monitors and recorded data: statements that fill `spikes` and `samples`. */
export function writeRecorders(
  task: Brian2Task,
  populations: ReadonlyMap<string, WrittenPopulation>,
): readonly Python[] {
  const spiking = new Set<string>();
  const code: Python[] = [];
  for (const [index, record] of (task.network.record ?? []).entries()) {
    const population = populations.get(record.population);
    if (population === undefined) continue;
    const place = `record[${index}]`;
    if (record.from !== undefined || record.until !== undefined) {
      task.lose("recording", place, "It is recorded from the beginning to the end of the run.");
    }
    const { size } = population.resolved;
    const { isAll, neuron, size: count } = chooseNeurons(record.neurons, size, `${place}.neurons`);
    const chosen = isAll
      ? "None"
      : list(Array.from({ length: count }, (_, k) => String(neuron(k))));
    const label = pythonText(record.population);
    if (record.variables.includes("spikes") && !spiking.has(record.population)) {
      spiking.add(record.population);
      const monitor = call(
        "b.SpikeMonitor",
        groupCode(record.population),
        keyword("name", pythonText(`spikes_${index}`)),
      );
      code.push(call("spikes.append", call("", label, monitor, chosen)));
    }
    const variables = record.variables.filter((variable) => variable !== "spikes");
    if (variables.length === 0) continue;
    code.push(samples(task, index, { population, chosen, variables }));
  }
  return code;
}

interface Sampled {
  readonly population: WrittenPopulation;
  readonly chosen: Python;
  readonly variables: readonly string[];
}

function samples(
  task: Brian2Task,
  index: number,
  { population, chosen, variables }: Sampled,
): Python {
  const place = `record[${index}]`;
  const { every } = task.network.record?.[index] ?? {};
  const steps =
    every === undefined
      ? 1
      : Math.max(1, Math.floor(readTime(every, `${place}.every`) / task.dt + 0.5));
  const units = variables.map((variable) => {
    const { state = {}, expressions = {}, inputs = {} } = population.resolved.model;
    const unit = state[variable]?.unit ?? expressions[variable]?.unit ?? inputs[variable]?.unit;
    if (unit === undefined) {
      throw EXPORT_VALUE({
        message: `Brian2 cannot record ${variable} here.`,
        place: `${place}.variables`,
      });
    }
    const { theirs } = writtenUnit(unit);
    return [pythonText(variable), theirs === "1" ? pythonFloat(1) : theirs] as const;
  });
  const monitor = call(
    "b.StateMonitor",
    groupCode(population.name),
    list(variables.map((one) => pythonText(brian2Name(one)))),
    keyword("record", chosen === "None" ? "True" : chosen),
    keyword("when", pythonText(task.convention.sampleAt)),
    keyword("name", pythonText(`samples_${index}`)),
  );
  const names = variables.map((one) => pythonText(brian2Name(one)));
  return call(
    "samples.append",
    call(
      "",
      pythonText(population.name),
      monitor,
      list(names),
      dictionary(units),
      chosen,
      String(steps),
    ),
  );
}
