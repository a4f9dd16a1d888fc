import {
  type Batch,
  defineLearning,
  type Learner,
  type LearningRequest,
  type NetworkRecord,
} from "@spikeloom/kernel";
import { simulate } from "@spikeloom/simulate";
import { applyOptimiser } from "@spikeloom/training";

/** Learns the weights of projections by finite differences: slow, and without a derivative. */
export const differences = defineLearning({
  name: "differences",
  about: "Finite differences: one run for each number that is trained.",
  cite: ["doi:10.1109/72.105429"],
  parameters: { by: { default: 1e-3, about: "how far a number is moved, in its own unit" } },
  async begin(request, saved) {
    const values = saved === undefined ? await firstValues(request) : restored(request, saved);
    return learner(request, values);
  },
});

function learner(request: LearningRequest, values: Float64Array[]): Learner {
  const by = request.parameters["by"] ?? 1e-3;
  const optimiser = applyOptimiser(request.optimiser);
  const evaluate = async (batch: Batch) => {
    const outputs: number[] = [];
    let loss = 0;
    for (let k = 0; k < batch.size; k++) {
      const output = await outputOf(request, values, { batch, k });
      const each = batch.targets.length / batch.size;
      const target = batch.targets.slice(k * each, (k + 1) * each);
      loss += request.loss.value(output, target, new Float64Array(output.length));
      outputs.push(...output);
    }
    return { loss: loss / batch.size, outputs: Float64Array.from(outputs) };
  };
  return {
    evaluate,
    async step(batch, { rateFactor } = {}) {
      const before = await evaluate(batch);
      const { loss } = before;
      const gradients: Float64Array[] = [];
      for (const numbers of values) {
        const gradient = new Float64Array(numbers.length);
        for (const [k, value] of numbers.entries()) {
          numbers[k] = value + by;
          gradient[k] = ((await evaluate(batch)).loss - loss) / by;
          numbers[k] = value;
        }
        gradients.push(gradient);
      }
      optimiser.begin(rateFactor);
      for (const [k, numbers] of values.entries()) {
        optimiser.update(String(k), numbers, gradients[k] ?? new Float64Array(0));
      }
      return before;
    },
    parameters: async () => values.map((numbers) => numbers.slice()),
    save: async () =>
      new TextEncoder().encode(JSON.stringify(values.map((numbers) => [...numbers]))),
  };
}

function restored({ trainable }: LearningRequest, saved: Uint8Array): Float64Array[] {
  const lists = JSON.parse(new TextDecoder().decode(saved)) as number[][];
  return trainable.map((_, k) => Float64Array.from(lists[k] ?? []));
}

async function firstValues(request: LearningRequest): Promise<Float64Array[]> {
  const simulated = await open(request, undefined);
  const found: Float64Array[] = [];
  for (const one of request.trainable) {
    if (!("projection" in one)) throw new Error("weights alone are trained");
    found.push((await simulated.synapses(one.projection, one.variable)).values.slice());
  }
  await simulated.close();
  return found;
}

/** Run an example with these numbers, and read the population. */
async function outputOf(
  request: LearningRequest,
  values: readonly Float64Array[],
  example: Example,
): Promise<Float64Array> {
  const simulated = await open(request, example);
  for (const [k, one] of request.trainable.entries()) {
    if (!("projection" in one)) throw new Error("weights alone are trained");
    const { unit } = await simulated.synapses(one.projection, one.variable);
    const numbers = values[k] ?? new Float64Array(0);
    await simulated.setSynapses(one.projection, one.variable, { values: numbers, unit });
  }
  await simulated.advance(request.network.duration ?? "0 ms");
  const { population, variable } = request.readout;
  const output = (await simulated.state(population, variable)).values;
  await simulated.close();
  return output;
}

interface Example {
  readonly batch: Batch;
  readonly k: number;
}

/** Open the network with the spikes of an example; they are stamped with the end of their step. */
function open({ network, stack, backend, seed }: LearningRequest, example?: Example) {
  const dt = Number.parseFloat(network.dt ?? "0.1 ms");
  const inputs = Object.entries(example?.batch.inputs ?? {}).map(([name, columns]) => {
    if (!("begins" in columns)) throw new Error("spikes alone are given");
    const { begins, steps, neurons } = columns;
    const of = network.populations[name];
    const times = Array.from({ length: of?.size ?? 0 }, (): string[] => []);
    const k = example?.k ?? 0;
    for (let at = begins[k] ?? 0; at < (begins[k + 1] ?? 0); at++) {
      times[neurons[at] ?? -1]?.push(`${((steps[at] ?? 0) + 1) * dt} ms`);
    }
    return [name, { ...of, times }] as const;
  });
  const populations = { ...network.populations, ...Object.fromEntries(inputs) };
  return simulate({ ...network, populations } as NetworkRecord, { stack, backend, seed });
}
