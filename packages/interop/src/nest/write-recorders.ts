import { chooseNeurons, readTime } from "@spikeloom/network";
import { timeOfStep } from "@spikeloom/simulate";
import {
  call,
  dictionary,
  list,
  type Python,
  pythonFloat,
  pythonText,
} from "@spikeloom/simulate/scripts";
import type { NestTask } from "./task.ts";
import type { WrittenPopulation } from "./write-population.ts";

/** Write the recorders. */
export function writeRecorders(
  task: NestTask,
  populations: ReadonlyMap<string, WrittenPopulation>,
): readonly Python[] {
  const code: Python[] = [];
  const spiking = new Set<string>();
  for (const [index, record] of (task.network.record ?? []).entries()) {
    const population = populations.get(record.population);
    if (population === undefined) continue;
    const place = `record[${index}]`;
    if (record.from !== undefined || record.until !== undefined) {
      task.lose("recording", place, "It is recorded from the beginning to the end of the run.");
    }
    const { size } = population.resolved;
    const chosen = chooseNeurons(record.neurons, size, `${place}.neurons`);
    const label = pythonText(record.population);
    // NEST accepts neurons only in ascending order; the data states the neuron of each value.
    const numbers = Array.from({ length: chosen.size }, (_, k) => chosen.neuron(k));
    const whom = chosen.isAll === true ? "None" : list(numbers.sort((a, b) => a - b).map(String));
    if (record.variables.includes("spikes") && !spiking.has(record.population)) {
      spiking.add(record.population);
      code.push(
        call("spikes.append", call("", label, call("record_spikes", `nodes[${label}]`, whom))),
      );
    }
    const variables = record.variables.flatMap((variable) =>
      recorded(task, place, { population, variable }),
    );
    if (variables.length === 0) continue;
    const every = record.every === undefined ? task.dt : readTime(record.every, `${place}.every`);
    const interval = timeOfStep(Math.max(1, Math.floor(every / task.dt + 0.5)), task.dt);
    const meter = call(
      "record_samples",
      `nodes[${label}]`,
      whom,
      dictionary(variables),
      pythonFloat(interval),
    );
    code.push(call("samples.append", call("", label, meter)));
  }
  return code;
}

function recorded(
  task: NestTask,
  place: string,
  { population, variable }: { readonly population: WrittenPopulation; readonly variable: string },
): readonly (readonly [string, Python])[] {
  if (variable === "spikes") return [];
  const { found } = population;
  const standard = [...(found?.match.names.state ?? [])].find(([, own]) => own === variable)?.[0];
  const row = found?.row.state.find(([, , ours]) => ours === standard);
  if (row !== undefined) return [[pythonText(variable), pythonText(row[0])]];
  const message = `NEST's ${found?.row.nest ?? "source"} cannot record ${variable}.`;
  task.lose("recording", `${place}.variables`, message);
  return [];
}
