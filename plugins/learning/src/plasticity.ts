import {
  type Assessment,
  type Batch,
  defineLearning,
  type Learner,
  type LearningRecord,
  type LearningRequest,
} from "@spikeloom/kernel";
import { type Simulated, simulate, valuesFromUnit } from "@spikeloom/simulate";
import { answerOf, NOT_TRAINED } from "@spikeloom/training";
import { checkPlastic, type PlasticProjection, plasticProjections } from "./plastic-projections.ts";
import { type SampleReader, sampleReader } from "./show-sample.ts";

type Own = "rest" | "right" | "wrong";

/**
 * Plasticity rules as they run in a simulation, with a reward after each sample.
 *
 * The optimiser, the surrogate and the costs of a task are not asked. Samples come one after another, each to what those before have left
 * in neurons and synapses; assessments begin each where learning has come to, and forget what it changed.
 */
export const plasticity: LearningRecord<Own> = defineLearning({
  name: "plasticity",
  about: "Plasticity rules of the network itself, with a reward after each sample.",
  cite: ["doi:10.3389/fncir.2015.00085"],
  parameters: {
    rest: { default: "0 ms", min: "0 ms", about: "time after each sample without input" },
    right: { default: 1, about: "reward where the answer is the label" },
    wrong: { default: -1, about: "reward where it is not" },
  },
  async begin(request, saved): Promise<Learner> {
    const projections = plasticProjections(request);
    checkPlastic(request);
    const { network, stack, backend } = request;
    const sim = await simulate(network, {
      ...{ stack, backend, keep: false, from: saved },
    });
    const task: PlasticTask = { request, projections, read: sampleReader(sim, request) };
    return {
      async step(batch, { rateFactor = 1 } = {}) {
        if (rateFactor !== 1) throw unscheduled(rateFactor);
        const told = (outputs: Float64Array, target: Float64Array) =>
          reward(sim, task, { outputs, target });
        return await eachSample(batch, task, told);
      },
      async evaluate(batch) {
        const before = await sim.save();
        return await eachSample(batch, task, () => sim.restore(before));
      },
      async parameters() {
        return await Promise.all(projections.map((one) => weightsOf(sim, one)));
      },
      save: () => sim.save(),
      close: () => sim.close(),
    };
  },
});

interface PlasticTask {
  readonly request: LearningRequest<Own>;
  readonly projections: readonly PlasticProjection[];
  readonly read: SampleReader;
}

/** Show the samples of a batch one after another; something is done after each. */
async function eachSample(
  batch: Batch,
  { request, read }: PlasticTask,
  after: (outputs: Float64Array, target: Float64Array) => Promise<void>,
): Promise<Assessment> {
  const { size, targets } = batch;
  const each = targets.length / size;
  const all: number[] = [];
  let sum = 0;
  for (let k = 0; k < size; k++) {
    const outputs = await read(batch, k);
    const target = targets.slice(k * each, (k + 1) * each);
    sum += request.loss.value(outputs, target, new Float64Array(outputs.length));
    all.push(...outputs);
    await after(outputs, target);
  }
  return { loss: sum / size, outputs: Float64Array.from(all) };
}

/** Tell all rules how good an answer was, and let the network rest. */
async function reward(
  sim: Simulated,
  { request, projections }: PlasticTask,
  { outputs, target }: { readonly outputs: Float64Array; readonly target: Float64Array },
): Promise<void> {
  const { rest, right, wrong } = request.parameters;
  const told = projections.filter(({ modulators, events }) => modulators.size + events.length > 0);
  const tell = async (value: number): Promise<void> => {
    for (const { name, modulators } of told) {
      for (const [modulator, unit] of modulators) {
        await sim.setModulator(name, modulator, unit === "1" ? value : `${value} ${unit}`);
      }
    }
  };
  if (told.length > 0) {
    await tell(answerOf(outputs, request.readout) === target[0] ? right : wrong);
    for (const { name, events } of told) for (const event of events) await sim.trigger(name, event);
  }
  // An event comes with a step.
  const least = told.some(({ events }) => events.length > 0) ? sim.dt : 0;
  const steps = Math.round(Math.max(rest, least) / sim.dt);
  if (steps > 0) await sim.advance(`${steps * sim.dt} ms`);
  if (told.length > 0) await tell(0);
}

/** Give the weights of a projection in the order in which a network lists them, in internal units. */
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
    message: "Rules have a rate of their own, which no schedule scales.",
    ...{ expected: "1: a constant rate", got: String(got) },
  });
}
