import type { NetworkRecord, ProjectionRecord, SpikeLoomError, Trainable } from "@spikeloom/kernel";
import { projectionNames } from "@spikeloom/network";
import { TRAINING_ALIKE } from "./errors.ts";
import type { PreparedTask } from "./prepare-task.ts";

/**
 * Report each hidden layer whose neurons are identical at the start and therefore remain so.
 *
 * This is the case if all weights into the layer and out of it are one number each and every neuron has all
 * connections:
 * each neuron then has the same spikes and the same gradient.
 */
export function alikeNeurons({
  network,
  program,
  trainable,
  task,
}: Pick<PreparedTask, "network" | "program" | "trainable" | "task">): readonly SpikeLoomError[] {
  const names = projectionNames(network);
  const named = (network.projections ?? []).map((one, k) => ({ ...one, name: names[k] as string }));
  return [...program.populations.values()].flatMap(({ name, size, source }) => {
    if (source !== undefined || name === task.readout.population || size < 2) return [];
    const into = named.filter(({ to }) => to === name);
    const all = [...into, ...named.filter(({ from, to }) => from === name && to !== name)];
    const learns = into.some((one) => isTrained(one.name, trainable));
    if (!learns || !all.every(isAlike) || !hasOneValue(network, name)) return [];
    const projections = all.map((one) => `"${one.name}"`).join(", ");
    return [TRAINING_ALIKE({ population: name, projections: `weights of ${projections}` })];
  });
}

const isTrained = (projection: string, trainable: readonly Trainable[]): boolean =>
  trainable.some((one) => "projection" in one && one.projection === projection);

/** Whether a projection treats all neurons at an end alike. */
function isAlike({ connector, weight, delay }: ProjectionRecord): boolean {
  return connector.kind === "all-to-all" && isOne(weight) && (delay === undefined || isOne(delay));
}

/** Whether a value is one number, or a list of equal ones. */
function isOne(value: unknown): boolean {
  // A text with a call is a formula, which may draw or read the positions of neurons.
  if (typeof value === "string") return !value.includes("(");
  if (typeof value !== "object" || value === null) return true;
  const { values } = value as { readonly values?: ArrayLike<number> };
  if (values === undefined) return false;
  return Array.from(values).every((one) => one === values[0]);
}

/** Whether the neurons of a population have the same parameters and initial state. */
function hasOneValue({ populations }: NetworkRecord, name: string): boolean {
  const { parameters = {}, initial = {} } = populations[name] ?? {};
  const ofParameters = (value: unknown): boolean => {
    const { formula } = (typeof value === "object" ? value : {}) as { readonly formula?: unknown };
    return typeof formula === "string" && Object.hasOwn(parameters, formula);
  };
  return (
    Object.values(parameters).every(isOne) &&
    Object.values(initial).every((value) => isOne(value) || ofParameters(value))
  );
}
