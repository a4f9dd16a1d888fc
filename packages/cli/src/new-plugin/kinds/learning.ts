import { docstring, type PluginTemplate, placeholderSource } from "../template.ts";

/** Learning by finite differences. */
export const learningTemplate: PluginTemplate = {
  group: "learning",
  isAbove: true,
  source: ({ name, id, about, cite = placeholderSource }) => `import {
  type Batch,
  defineLearning,
  type LearningRequest,
} from "@spikeloom/kernel";
import { applyOptimiser, simulate } from "spikeloom";

${docstring(about)}
export const ${id} = defineLearning({
  name: "${name}",
  about: ${JSON.stringify(about)},
  // Source of the algorithm.
  cite: ["${cite}"],
  parameters: { by: { default: 0.01, about: "increment of a weight, in its unit" } },
  async begin(request, saved) {
    const weights = saved === undefined ? await firstWeights(request) : restored(saved);
    const { loss, parameters } = request;
    const { by } = parameters;
    const optimiser = applyOptimiser(request.optimiser);
    const evaluate = async (batch: Batch) => {
      const rows: Float64Array[] = [];
      for (let k = 0; k < batch.size; k++) rows.push(await outputOf(request, weights, { batch, k }));
      const each = batch.targets.length / batch.size;
      const losses = rows.map((row, k) =>
        loss.value(row, batch.targets.slice(k * each, (k + 1) * each), row.slice()),
      );
      return {
        loss: losses.reduce((sum, one) => sum + one, 0) / batch.size,
        outputs: Float64Array.from(rows.flatMap((row) => [...row])),
      };
    };
    return {
      evaluate,
      // Derivative of the loss with respect to each weight, from one run with that weight incremented.
      async step(batch, { rateFactor } = {}) {
        const before = await evaluate(batch);
        const slopes = weights.map((values) => new Float64Array(values.length));
        for (const [k, values] of weights.entries()) {
          for (const [n, value] of values.entries()) {
            values[n] = value + by;
            slopes[k]?.fill(((await evaluate(batch)).loss - before.loss) / by, n, n + 1);
            values[n] = value;
          }
        }
        optimiser.begin(rateFactor);
        for (const [k, slope] of slopes.entries()) {
          optimiser.update(String(k), weights[k] ?? slope, slope);
        }
        return before;
      },
      parameters: async () => weights.map((values) => values.slice()),
      save: async () => new TextEncoder().encode(JSON.stringify(weights.map((one) => [...one]))),
    };
  },
});
${readAndRun}`,
  suite: {
    name: "learningSuite",
    claims: ({ name }) =>
      `learningSuite(stack.get("learning", "${name}"), { request, batch, steps: 8 })`,
    uses: {
      "@spikeloom/kernel": ["type Optimiser", "type TrainingLoss"],
      "@spikeloom/program": ["programOf"],
      spikeloom: ["clock"],
    },
    setup: `
/** Sum of squared errors. */
const loss: TrainingLoss = {
  name: "squares",
  targets: (outputs) => outputs,
  value(output, target, slope) {
    output.forEach((one, k) => {
      slope[k] = 2 * (one - (target[k] ?? 0));
    });
    return output.reduce((sum, one, k) => sum + (one - (target[k] ?? 0)) ** 2, 0);
  },
};

/** Gradient descent with a rate of 0.01. */
const optimiser: Optimiser = {
  name: "descent",
  parameters: { rate: 0.01 },
  state: [],
  common: {},
  update: { value: "value - rate * rate_factor * gradient" },
};

const program = programOf(network, { stack });
const request = () => ({
  network,
  program,
  stack,
  loss,
  optimiser,
  backend: clock(),
  seed: 1,
  trainable: [{ projection: "S->E", variable: "weight" }],
  readout: { population: "E", variable: "v" },
});

// Spikes of two sources, and the desired final potential of the target.
const spikes = {
  begins: Uint32Array.of(0, 3),
  steps: Uint16Array.of(19, 49, 89),
  neurons: Uint16Array.of(0, 0, 1),
};
const batch = { size: 1, inputs: { S: spikes }, targets: Float64Array.of(-60) };`,
  },
  network: () => ({
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    duration: "20 ms",
    seed: 1,
    populations: {
      S: { model: "spike-array", size: 2 },
      E: { model: "lif-curr-exp", size: 1, parameters: { v_threshold: "0 mV" } },
    },
    projections: [
      {
        name: "S->E",
        from: "S",
        to: "E",
        receptor: "excitatory",
        delay: "1 ms",
        connector: { kind: "all-to-all" },
        weight: "0.1 nA",
        synapse: "static",
      },
    ],
  }),
};

/** Second half of the source: reads weights and runs a sample. */
const readAndRun = `
function restored(saved: Uint8Array): Float64Array[] {
  const lists = JSON.parse(new TextDecoder().decode(saved)) as number[][];
  return lists.map((list) => Float64Array.from(list));
}

/** Read the initial weights of the network. */
async function firstWeights(request: LearningRequest): Promise<Float64Array[]> {
  const simulated = await opened(request);
  const found: Float64Array[] = [];
  for (const [projection, variable] of trained(request)) {
    found.push((await simulated.synapses(projection, variable)).values.slice());
  }
  await simulated.close();
  return found;
}

/** Run a sample with these weights and return the readout. */
async function outputOf(
  request: LearningRequest,
  weights: readonly Float64Array[],
  example: Example,
): Promise<Float64Array> {
  const simulated = await opened(request, example);
  for (const [k, [projection, variable]] of trained(request).entries()) {
    const { unit } = await simulated.synapses(projection, variable);
    const values = weights[k] ?? new Float64Array(0);
    await simulated.setSynapses(projection, variable, { values, unit });
  }
  await simulated.advance(request.network.duration ?? "0 ms");
  const { population, variable } = request.readout;
  const output = (await simulated.state(population, variable)).values;
  await simulated.close();
  return output;
}

/** List projection and variable of everything that is trained. */
function trained({ trainable }: LearningRequest): (readonly [string, string])[] {
  return trainable.map((one) => {
    if ("projection" in one) return [one.projection, one.variable] as const;
    throw new Error("Only weights can be trained.");
  });
}

interface Example {
  readonly batch: Batch;
  readonly k: number;
}

/** Open the network with the spikes of a sample, each at the end of its step. */
function opened({ network, stack, backend, seed }: LearningRequest, example?: Example) {
  const populations = { ...network.populations };
  const dt = Number.parseFloat(network.dt ?? "0.1 ms");
  for (const [name, columns] of Object.entries(example?.batch.inputs ?? {})) {
    const population = populations[name];
    if (population === undefined || !("begins" in columns)) throw new Error("No source: " + name);
    const { begins, steps, neurons } = columns;
    const times = Array.from({ length: population.size }, (): string[] => []);
    const k = example?.k ?? 0;
    for (let at = begins[k] ?? 0; at < (begins[k + 1] ?? 0); at++) {
      times[neurons[at] ?? -1]?.push(String(((steps[at] ?? 0) + 1) * dt) + " ms");
    }
    populations[name] = { ...population, times };
  }
  return simulate({ ...network, populations }, { stack, backend, seed });
}
`;
