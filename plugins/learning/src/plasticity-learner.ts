import type { Assessment, Batch, Learner, LearningRequest } from "@spikeloom/kernel";
import type { NetworkProgram } from "@spikeloom/program";
import { type Simulated, simulate, valuesFromUnit } from "@spikeloom/simulate";
import { answerOf, labelsIn, NOT_TRAINED, TRAINING_OPTION } from "@spikeloom/training";
import { classesOf, type NeuronClasses } from "./neuron-classes.ts";
import { checkPlastic, type PlasticProjection, plasticProjections } from "./plastic-projections.ts";
import { scaleWeights } from "./scale-weights.ts";
import { type SampleReader, sampleReader, targetOf } from "./show-sample.ts";

/** Parameters of learning by plasticity rules. */
export type PlasticityParameter = "rest" | "right" | "wrong" | "classes" | "memory" | "weight_sum";

/** Start learning by the rules of the network. */
export async function beginPlasticity(
  request: LearningRequest<PlasticityParameter>,
  saved: Uint8Array | undefined,
): Promise<Learner> {
  const projections = plasticProjections(request);
  checkPlastic(request);
  const { network, stack, backend, precision } = request;
  const rewarded = projections.filter(({ modulators, events }) => modulators.size + events.length);
  const task: PlasticTask = {
    request,
    rewarded,
    reader: sampleReader(request),
    rest: restOf(request, rewarded),
    classes: classesOf(request),
  };
  const { classes } = task;
  const from = saved && (classes?.restore(saved) ?? saved);
  const sim = await simulate(network, { stack, backend, precision, keep: false, from });
  const { weight_sum: weightSum } = request.parameters;
  return {
    async step(batch, { rateFactor = 1 } = {}) {
      if (rateFactor !== 1) throw unscheduled(rateFactor);
      task.reader.check(batch);
      const labels = labelsOf(batch, task);
      return await eachSample(batch, task, async (k) => {
        for (const { name } of weightSum > 0 ? projections : []) {
          await scaleWeights(sim, name, weightSum);
        }
        const counts = await task.reader.read(sim, batch, k);
        const outputs = classes?.read(counts) ?? counts;
        classes?.note(counts, labels[k] as number);
        await reward(sim, task, answerOf(outputs, request.readout) === labels[k]);
        return outputs;
      });
    },
    async evaluate(batch) {
      task.reader.check(batch);
      const before = await sim.save();
      return await eachSample(batch, task, async (k) => {
        const outputs = await task.reader.read(sim, batch, k).catch(async (fault) => {
          // After a permanent failure, restoring fails too; the original error is the one to report.
          await sim.restore(before).catch(() => undefined);
          throw fault;
        });
        await sim.restore(before);
        return classes?.read(outputs) ?? outputs;
      });
    },
    async parameters() {
      return await Promise.all(projections.map((one) => weightsOf(sim, one)));
    },
    async save() {
      const saved = await sim.save();
      return classes?.save(saved) ?? saved;
    },
    close: () => sim.close(),
  };
}

interface PlasticTask {
  readonly request: LearningRequest<PlasticityParameter>;
  /** Projections whose rules receive a reward. */
  readonly rewarded: readonly PlasticProjection[];
  readonly reader: SampleReader;
  /** In ms. */
  readonly rest: number;
  /** Class assignment of neurons, unless they are the answers themselves. */
  readonly classes: NeuronClasses | undefined;
}

/** Return the rest time after a sample: a reward acts for at least one step, and an event comes with one. */
function restOf(
  { program, parameters }: LearningRequest<PlasticityParameter>,
  rewarded: readonly PlasticProjection[],
): number {
  const { dt } = program as NetworkProgram;
  const { rest } = parameters;
  const steps = Math.round(rest / dt);
  if (Math.abs(rest / dt - steps) > 1e-6 * Math.max(1, steps)) {
    throw TRAINING_OPTION({
      place: "rest",
      message: "The rest time must be a multiple of the step.",
      expected: `a multiple of ${dt} ms`,
      got: `${rest} ms`,
    });
  }
  return Number((Math.max(steps, rewarded.length > 0 ? 1 : 0) * dt).toPrecision(12));
}

/** Return the labels that answers are compared with, before learning; undefined if not needed. */
function labelsOf(batch: Batch, { request, rewarded, classes }: PlasticTask): Float64Array {
  if (rewarded.length === 0 && classes === undefined) return new Float64Array(0);
  const { populations } = request.program as NetworkProgram;
  const { size: neurons = 0 } = populations.get(request.readout.population) ?? {};
  const size = classes === undefined ? neurons : request.parameters.classes;
  const labels = labelsIn(batch, size);
  if (labels !== undefined) return labels;
  throw TRAINING_OPTION({
    place: "targets",
    message: "Rewards and class assignment need labels, but these targets are not labels.",
    expected: `a label from 0 to ${size - 1} for each example, or a 1 for one output and 0 for all others`,
    next: "Use a rule without reward, or a loss whose targets are labels.",
  });
}

/** Present the samples of a validated batch one by one. */
async function eachSample(
  batch: Batch,
  { request }: PlasticTask,
  show: (sample: number) => Promise<Float64Array>,
): Promise<Assessment> {
  const all: number[] = [];
  let sum = 0;
  for (let k = 0; k < batch.size; k++) {
    const outputs = await show(k);
    sum += request.loss.value(outputs, targetOf(batch, k), new Float64Array(outputs.length));
    all.push(...outputs);
  }
  return { loss: sum / batch.size, outputs: Float64Array.from(all) };
}

/** Give all rules the reward of an answer, and let the network rest. */
async function reward(
  sim: Simulated,
  { request, rewarded, rest }: PlasticTask,
  isRight: boolean,
): Promise<void> {
  const { right, wrong } = request.parameters;
  const tell = async (value: number): Promise<void> => {
    for (const { name, modulators } of rewarded) {
      for (const [modulator, unit] of modulators) {
        await sim.setModulator(name, modulator, unit === "1" ? value : `${value} ${unit}`);
      }
    }
  };
  await tell(isRight ? right : wrong);
  for (const { name, events } of rewarded)
    for (const event of events) await sim.trigger(name, event);
  if (rest > 0) await sim.advance(`${rest} ms`);
  await tell(0);
}

/** Return the weights of a projection in the network's list order, in internal units. */
async function weightsOf(
  sim: Simulated,
  { name, order }: PlasticProjection,
): Promise<Float64Array> {
  const { values, unit } = await sim.weights(name);
  const internal = valuesFromUnit(values, unit);
  const found = new Float64Array(internal.length);
  order.forEach((entry, k) => {
    found[entry] = internal[k] as number;
  });
  return found;
}

function unscheduled(got: number): Error {
  return NOT_TRAINED({
    place: "rateFactor",
    message: "Rules have a learning rate of their own, which schedules do not scale.",
    expected: "1: a constant rate",
    got: String(got),
  });
}
