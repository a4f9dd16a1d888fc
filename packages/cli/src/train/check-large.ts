import { nearestName } from "@spikeloom/kernel";
import { projectionNames } from "@spikeloom/network";
import { TRAINING_NAME } from "./errors.ts";
import { costsOf, lossOf, optimiserOf, surrogateOfTask } from "./known-names.ts";
import { openData, type TaskSets } from "./open-data.ts";
import type { TaskOutline } from "./prepare-task.ts";

/** Open the data of a task and resolve its names, without preparing the learner, which would take long. */
export async function checkLarge(outlined: TaskOutline): Promise<TaskSets> {
  const { task, file, seed, network, outline, stack, trainable } = outlined;
  lossOf(task);
  optimiserOf(task);
  surrogateOfTask(task);
  const populations = [...outline.populations.keys()];
  const check = (place: string, got: string, known: readonly string[]): void => {
    if (known.includes(got)) return;
    throw TRAINING_NAME({ place, known, got, nearest: nearestName(got, known) });
  };
  const formOf = (population: string) => outline.populations.get(population)?.form;
  const { population, variable } = task.readout;
  check("readout.population", population, populations);
  check("readout.variable", variable, ["spikes", ...(formOf(population)?.states.keys() ?? [])]);
  trainable.forEach((one, k) => {
    const place = `trainable[${k}]`;
    if ("projection" in one) {
      check(`${place}.projection`, one.projection, projectionNames(network));
      return;
    }
    check(`${place}.population`, one.population, populations);
    const known = [...(formOf(one.population)?.parameters.keys() ?? [])];
    check(`${place}.parameter`, one.parameter, known);
  });
  for (const field of ["dropout", "normalise"] as const) {
    task[field]?.forEach((one, k) => {
      check(`${field}[${k}].population`, one.population, populations);
    });
  }
  costsOf(task).forEach((one, k) => {
    check(`costs[${k}].population`, one.population, populations);
  });
  if (task.encoder !== undefined) {
    const known = stack.list("encoder").map(({ name }) => name);
    check("encoder.name", task.encoder.name, known);
    check("encoder.population", task.encoder.population, populations);
  }
  return await openData(task, { file, seed });
}
