// One measurement of training in a process of its own:
// `node tools/bench/run-training.ts dense|recurrent|long [--density 0.01] [--workers 2] [--steps 30] [--root DIR]`,
// with the packages that are built in this checkout or another. It is the task of a script of peers: networks, batch,
// drive and gains are the same. Prints one JSON line: median_ms and min_ms of a step forward, backward and of Adam.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Batch, LearningRequest } from "../../packages/kernel/src/index.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    density: { type: "string", default: "0.1" },
    workers: { type: "string", default: "1" },
    steps: { type: "string", default: "30" },
    root: { type: "string", default: resolve(import.meta.dirname, "../..") },
  },
});
const builtOf = (folder: string): string =>
  pathToFileURL(resolve(values.root, `packages/${folder}/dist/index.js`)).href;
const { defaultStack: stack } = (await import(
  builtOf("cli")
)) as typeof import("../../packages/cli/src/index.ts");
const { completeNetwork } = (await import(
  builtOf("network")
)) as typeof import("../../packages/network/src/index.ts");
const { programOf } = (await import(
  builtOf("program")
)) as typeof import("../../packages/program/src/index.ts");
const { adam, crossEntropy, makeTrainer, surrogateOf } = (await import(
  builtOf("training")
)) as typeof import("../../packages/training/src/index.ts");

/** Steps of an example, examples of a batch, and neurons of the layers. */
const shapes = {
  dense: { steps: 25, examples: 64, sizes: [784, 128, 10], recurrent: false },
  recurrent: { steps: 100, examples: 64, sizes: [700, 256, 20], recurrent: true },
  long: { steps: 1000, examples: 64, sizes: [700, 256, 20], recurrent: true },
} as const;

const shape = shapes[positionals[0] as keyof typeof shapes];
const [density, workers, repeats] = [values.density, values.workers, values.steps].map(Number) as [
  ...[number, number, number],
];
const [inputs, hidden, outputs] = shape.sizes;
// A potential that keeps 0.9 of itself from step to step, a threshold of 1.
const neuron = {
  model: "lif-delta",
  parameters: {
    ...{ tau_m: "9.4912 ms", tau_refrac: "0 ms" },
    ...{ v_rest: "0 mV", v_reset: "0 mV", v_threshold: "1 mV" },
  },
};
// Keeps the hidden layer firing.
const gain = density <= 0.02 ? 8 : 2;

function projection(from: string, to: string, bound: number) {
  return {
    ...{ name: `${from}->${to}`, from, to, delay: "1 ms" },
    connector: { kind: "all-to-all" },
    weight: { draw: "uniform" as const, low: `${-bound} mV`, high: `${bound} mV` },
  };
}

const network = completeNetwork(
  {
    ...{ format: "spikeloom-network", version: 1, dt: "1 ms", seed: 1 },
    duration: `${shape.steps + 2} ms`,
    populations: {
      input: { model: "spike-array", size: inputs },
      hidden: { ...neuron, size: hidden },
      output: { ...neuron, size: outputs },
    },
    projections: [
      projection("input", "hidden", gain / Math.sqrt(inputs)),
      projection("hidden", "output", gain / Math.sqrt(hidden)),
      ...(shape.recurrent
        ? [projection("hidden", "hidden", (0.3 * gain) / Math.sqrt(hidden))]
        : []),
    ],
  },
  stack,
);

function drawBatch(): Batch {
  let word = 12_345;
  const uniform = (): number => {
    word = (word * 1_664_525 + 1_013_904_223) >>> 0;
    return word / 2 ** 32;
  };
  const begins = new Uint32Array(shape.examples + 1);
  const [steps, neurons]: [number[], number[]] = [[], []];
  for (let example = 0; example < shape.examples; example++) {
    for (let step = 0; step < shape.steps; step++) {
      for (let k = 0; k < inputs; k++) {
        if (uniform() >= density) continue;
        steps.push(step);
        neurons.push(k);
      }
    }
    begins[example + 1] = steps.length;
  }
  const columns = { begins, steps: Uint16Array.from(steps), neurons: Uint16Array.from(neurons) };
  const labels = { length: shape.examples };
  const targets = Float64Array.from(labels, () => Math.floor(uniform() * outputs));
  return { size: shape.examples, inputs: { input: columns }, targets };
}

const request: LearningRequest = {
  ...{ network, program: programOf(network, { stack }), stack, seed: 1, parameters: {} },
  ...{ loss: crossEntropy, optimiser: adam(), surrogate: surrogateOf("snntorch/fast-sigmoid") },
  ...{ readout: { population: "output", variable: "spikes" }, workers },
  backend: stack.get("backend", "clock"),
  trainable: (network.projections ?? []).map(({ name = "" }) => {
    return { projection: name, variable: "weight" };
  }),
};
const began = performance.now();
const trainer = makeTrainer(request);
await trainer.started();
const build = performance.now() - began;
const batch = drawBatch();
const times: number[] = [];
let loss = Number.NaN;
// Until code is as fast as it gets.
const warm = Math.min(8, repeats);
for (let k = 0; k < warm + repeats; k++) {
  const start = performance.now();
  loss = trainer.differentiate(batch).loss;
  trainer.update();
  if (k >= warm) times.push(performance.now() - start);
}
trainer.close();
times.sort((left, right) => left - right);
const line = {
  case: positionals[0],
  ...{ density, workers, loss, steps: shape.steps, build_s: build / 1000 },
  median_ms: times[times.length >> 1],
  min_ms: times[0],
};
console.log(JSON.stringify(line));
