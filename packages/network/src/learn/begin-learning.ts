import {
  awaitPlugin,
  type Batch,
  type Configured,
  checkOptionNames,
  isRecord,
  type Learner,
  type LearningRecord,
  type LearningRequest,
  type NetworkRecord,
  type OptionNames,
  type Trainable,
  wrongReturn,
} from "@spikeloom/kernel";
import { NOT_CARRIED, NOT_ON_CHIP, NOT_ON_GPU } from "../errors.ts";
import { pluginParameters } from "../values/plugin-parameters.ts";
import { trainedNetwork } from "./trained-network.ts";
import { inUnit, ownUnitOf, type TrainedParameter } from "./trained-units.ts";

const methods = ["step", "evaluate", "parameters", "save"] as const;

/** A training run in progress, as `beginLearning` returns it. */
export interface StartedLearner extends Omit<Learner, "parameters" | "close"> {
  /**
   * Copy the trained values, in the order of `trainable`, each in the unit that the network uses.
   *
   * Weights are in the order of the connector's list in a network file, parameters in the order of neurons.
   */
  parameters(): Promise<readonly TrainedParameter[]>;
  /** Write the trained values into the network, or another one with the same parts, without changing any bit. */
  network(into?: NetworkRecord): Promise<NetworkRecord>;
  /** Terminate its worker threads. */
  close(): Promise<void>;
}

/** Options for starting to learn, besides the algorithm's own parameters. */
export type LearningTask = Omit<LearningRequest, "parameters">;

const taskNames: OptionNames<LearningTask> = {
  network: true,
  program: true,
  stack: true,
  trainable: true,
  loss: true,
  costs: true,
  readout: true,
  optimiser: true,
  surrogate: true,
  clip: true,
  precision: true,
  values: true,
  dropout: true,
  normalise: true,
  carry: true,
  workers: true,
  progress: true,
  processor: true,
  gpu: true,
  memory: true,
  chip: true,
  backend: true,
  seed: true,
};

/**
 * Start learning, or resume from a saved state.
 *
 * The algorithm is given with or without parameter values. It receives all of its parameters as numbers in internal units. Its
 * result is checked as specified in specs/plugins.md. Throws `SL_NOT_CARRIED` if states must be carried over and the algorithm
 * does not support it, and `SL_NOT_ON_GPU` or `SL_NOT_ON_CHIP` likewise for graphics processors and chips.
 */
export async function beginLearning(
  given: LearningRecord | Configured<LearningRecord>,
  task: LearningTask,
  saved?: Uint8Array,
): Promise<StartedLearner> {
  const [learning, own] = "model" in given ? [given.model, given.parameters] : [given, {}];
  checkOptionNames(task, taskNames, "beginLearning");
  if (task.carry === true && learning.carries !== true) throw NOT_CARRIED({ name: learning.name });
  if (task.processor === "gpu" && learning.gpu !== true) throw NOT_ON_GPU({ name: learning.name });
  if (task.chip !== undefined && learning.chips !== true) {
    throw NOT_ON_CHIP({ name: learning.name, chip: task.chip.emulator.name });
  }
  const request = { ...task, parameters: pluginParameters(learning, own) };
  const learner: unknown = await awaitPlugin(learning, () => learning.begin(request, saved));
  if (!isRecord(learner) || methods.some((name) => typeof learner[name] !== "function")) {
    throw wrongReturn(learning, "a learner", `a record of ${methods.join(", ")}`, learner);
  }
  const checked = checkedLearner(learning, learner as unknown as Learner, request);
  const { readout, carry = false } = request;
  const { processor } = learner as unknown as Learner;
  const where = typeof processor === "string" ? { processor } : {};
  return { ...checked, ...where, readout, fewest: fewestOf(task), carries: carry };
}

/** Return the minimum number of samples per batch: two if a normalised channel has a single value per sample. */
function fewestOf({ network, normalise = [] }: LearningTask): number {
  const isAlone = normalise.some(({ population, channels }) => {
    return channels === undefined || channels === network.populations[population]?.size;
  });
  return isAlone ? 2 : 1;
}

function checkedLearner(
  learning: LearningRecord,
  learner: Learner,
  { network, stack, trainable, carry = false }: LearningTask,
): StartedLearner {
  const begun = ({ continues }: Batch): void => {
    if (!carry && continues?.includes(1)) throw NOT_CARRIED({ name: learning.name });
  };
  const ask = <T>(act: () => Promise<T>): Promise<T> => awaitPlugin(learning, act);
  const loss = (found: unknown): void => {
    const value = isRecord(found) ? found["loss"] : undefined;
    if (typeof value === "number" && Number.isFinite(value)) return;
    throw wrongReturn(learning, "a loss", "a finite number", value);
  };
  const arrays = (found: unknown, what: string, length: number): void => {
    if (Array.isArray(found) && found.length === length && found.every(isNumbers)) return;
    throw wrongReturn(learning, what, `${length} arrays of float64 numbers`, found);
  };
  const outputs = (found: unknown, { size }: Batch): void => {
    if (isNumbers(found) && found.length > 0 && found.length % size === 0) return;
    throw wrongReturn(
      learning,
      "its outputs",
      `as many float64 numbers for each of ${size}`,
      found,
    );
  };
  const numbers = async (): Promise<readonly Float64Array[]> => {
    const found = await ask(() => learner.parameters());
    arrays(found, "its parameters", trainable.length);
    return found;
  };
  return {
    close: () => ask(async () => learner.close?.()),
    async step(batch, options) {
      begun(batch);
      const found = await ask(() => learner.step(batch, options));
      loss(found);
      outputs(found.outputs, batch);
      return found;
    },
    async evaluate(batch) {
      begun(batch);
      const found = await ask(() => learner.evaluate(batch));
      loss(found);
      outputs(found.outputs, batch);
      return found;
    },
    async parameters() {
      const found = await numbers();
      return found.map((one, k) => {
        return inUnit(one, ownUnitOf(network, trainable[k] as Trainable, stack));
      });
    },
    async network(into = network) {
      return trainedNetwork(into, { stack, trainable, values: await numbers() });
    },
    async save() {
      const found: unknown = await ask(() => learner.save());
      if (found instanceof Uint8Array) return found;
      throw wrongReturn(learning, "a saved state", "bytes", found);
    },
  };
}

function isNumbers(value: unknown): value is Float64Array {
  return value instanceof Float64Array;
}
