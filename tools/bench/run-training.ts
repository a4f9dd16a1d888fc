// One measurement of training in a separate process:
// `node tools/bench/run-training.ts dense|recurrent|long|strided|pooled [--density 0.01] [--workers 2] [--steps 30]
// [--gpu] [--root DIR]`,
// with the packages built in this checkout or another. With --gpu it trains on a graphics processor; where there is none but
// software, two steps of four samples are trained, and the line has the reason in place of figures. The task equals that of the peers' script: networks, batch,
// drive and gains. Prints one JSON line: median_ms and min_ms of a step, forward, backward and Adam.
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Batch, LearningRequest } from "../../packages/kernel/src/index.ts";
import { type Graphics, openGraphics } from "./graphics.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    density: { type: "string", default: "0.1" },
    workers: { type: "string", default: "1" },
    steps: { type: "string", default: "30" },
    gpu: { type: "boolean", default: false },
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

interface Layer {
  readonly size: number;
  /** Connection from the previous layer; all to all by default. */
  readonly window?: Readonly<Record<string, number>>;
  /** Weights that each neuron sums. */
  readonly inputs: number;
}

/** Steps of a sample, batch size, and layers after the input. */
interface Shape {
  readonly steps: number;
  readonly examples: number;
  readonly inputs: number;
  readonly layers: readonly Layer[];
  readonly recurrent?: boolean;
}

const square = (side: number, kernel: number, more: Readonly<Record<string, number>> = {}) => {
  return { rows: side, columns: side, kernelRows: kernel, kernelColumns: kernel, ...more };
};
const recurrent = {
  examples: 64,
  inputs: 700,
  recurrent: true,
  layers: [
    { size: 256, inputs: 700 },
    { size: 20, inputs: 256 },
  ],
};
const maps = { steps: 25, examples: 32, inputs: 784 };
const shapes: Readonly<Record<string, Shape>> = {
  dense: {
    steps: 25,
    examples: 64,
    inputs: 784,
    layers: [
      { size: 128, inputs: 784 },
      { size: 10, inputs: 128 },
    ],
  },
  recurrent: { steps: 100, ...recurrent },
  long: { steps: 1000, ...recurrent },
  // As many neurons and weights as with pooled currents.
  strided: {
    ...maps,
    layers: [
      { size: 12 * 144, inputs: 25, window: square(28, 5, { stride: 2 }) },
      { size: 64 * 16, inputs: 300, window: square(12, 5, { stride: 2 }) },
      { size: 10, inputs: 1024 },
    ],
  },
  // Spikes are pooled, so there are four times as many neurons.
  pooled: {
    ...maps,
    layers: [
      { size: 12 * 576, inputs: 25, window: square(28, 5) },
      { size: 64 * 64, inputs: 300, window: square(24, 5, { pool: 2 }) },
      { size: 10, inputs: 1024, window: square(8, 4, { pool: 2 }) },
    ],
  },
};

const graphics = values.gpu ? await openGraphics() : undefined;
const asked = shapes[positionals[0] ?? ""] ?? missing();
const shape = graphics?.isSoftware === true ? { ...asked, examples: 4, steps: 5 } : asked;
function missing(): never {
  throw new Error(`There are ${Object.keys(shapes).join(", ")}.`);
}

const [density, workers, repeats] = [values.density, values.workers, values.steps].map(Number) as [
  ...[number, number, number],
];
const { inputs } = shape;
const outputs = shape.layers.at(-1)?.size ?? 0;
// A potential that keeps 0.9 of its value from step to step, and a threshold of 1.
const neuron = {
  model: "lif-delta",
  parameters: {
    tau_m: "9.4912 ms",
    tau_refrac: "0 ms",
    v_rest: "0 mV",
    v_reset: "0 mV",
    v_threshold: "1 mV",
  },
};
// Keeps hidden layers firing: neurons of maps in a tenth of all steps.
const isMap = shape.layers.some(({ window }) => window !== undefined);
const gain = density <= 0.02 ? 8 : isMap ? 4 : 2;
const names = [
  "input",
  ...shape.layers.map((_, k, all) =>
    k + 1 < all.length ? (k === 0 ? "hidden" : `hidden ${k + 1}`) : "output",
  ),
];

let word = 12_345;
const uniform = (): number => {
  word = (word * 1_664_525 + 1_013_904_223) >>> 0;
  return word / 2 ** 32;
};

interface Joined {
  readonly from: string;
  readonly to: string;
  /** Weights are between minus and plus this value. */
  readonly bound: number;
  readonly window?: Layer["window"];
  /** Weights shared by synapses. */
  readonly shared?: number;
}

function projection({ from, to, bound, window, shared = 0 }: Joined) {
  return {
    name: `${from}->${to}`,
    from,
    to,
    delay: "1 ms",
    ...(window === undefined
      ? {
          connector: { kind: "all-to-all" },
          weight: { draw: "uniform" as const, low: `${-bound} mV`, high: `${bound} mV` },
        }
      : {
          connector: { kind: "convolution", ...window },
          weight: {
            values: Float64Array.from({ length: shared }, () => bound * (2 * uniform() - 1)),
            unit: "mV",
          },
        }),
  };
}

function channelsOf({ window, size }: Layer): number {
  if (window === undefined) return 0;
  const { rows = 0, kernelRows = 0, stride = 1, pool = 1 } = window;
  return size / (Math.floor((Math.floor(rows / pool) - kernelRows) / stride) + 1) ** 2;
}

const network = completeNetwork(
  {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    seed: 1,
    duration: `${shape.steps + 2} ms`,
    populations: Object.fromEntries([
      ["input", { model: "spike-array", size: inputs }],
      ...shape.layers.map(({ size }, k) => [names[k + 1] as string, { ...neuron, size }] as const),
    ]),
    projections: [
      ...shape.layers.map((layer, k) =>
        projection({
          from: names[k] as string,
          to: names[k + 1] as string,
          window: layer.window,
          bound: gain / Math.sqrt(layer.inputs),
          shared: channelsOf(layer) * layer.inputs,
        }),
      ),
      ...(shape.recurrent === true
        ? [projection({ from: "hidden", to: "hidden", bound: (0.3 * gain) / 16 })]
        : []),
    ],
  },
  stack,
);

function drawBatch(): Batch {
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
  network,
  program: programOf(network, { stack }),
  stack,
  seed: 1,
  parameters: {},
  loss: crossEntropy,
  optimiser: adam(),
  surrogate: surrogateOf("snntorch/fast-sigmoid"),
  readout: { population: "output", variable: "spikes" },
  workers,
  backend: stack.get("backend", "clock"),
  trainable: (network.projections ?? []).map(({ name = "" }) => {
    return { projection: name, variable: "weight" };
  }),
};
/** A trainer on a graphics processor. */
async function trainerOn({ gpu }: Graphics) {
  const { chooseProcessor, processorTrainer } = (await import(
    pathToFileURL(resolve(values.root, "packages/training/dist/processor/index.js")).href
  )) as typeof import("../../packages/training/src/processor/index.ts");
  const { access } = await chooseProcessor({ ...request, processor: "gpu", gpu });
  if (access === undefined) throw new Error("There is no access to the graphics processor.");
  return processorTrainer(request, access);
}

const began = performance.now();
const trainer = graphics === undefined ? makeTrainer(request) : await trainerOn(graphics);
if ("started" in trainer) await trainer.started();
const build = performance.now() - began;
const batch = drawBatch();
const times: number[] = [];
let loss = Number.NaN;
const step = async (): Promise<void> => {
  loss = (await trainer.differentiate(batch)).loss;
  await trainer.update();
};
// Until the code is fully optimised: it is recompiled in the background during the first second. Learned changes
// are then discarded, because they affect the number of spikes.
const isShort = repeats < 8 || graphics?.isSoftware === true;
const measured = graphics?.isSoftware === true ? 1 : repeats;
const first = await trainer.save();
const warmed = performance.now() + (isShort ? 0 : 1000);
while (performance.now() < warmed) await step();
trainer.restore(first);
for (let k = 0; k < Math.min(8, measured); k++) await step();
for (let k = 0; k < measured; k++) {
  const start = performance.now();
  await step();
  times.push(performance.now() - start);
}
trainer.close();
times.sort((left, right) => left - right);
const line = {
  case: positionals[0],
  density,
  workers,
  loss,
  steps: shape.steps,
  build_s: build / 1000,
  median_ms: times[times.length >> 1],
  min_ms: times[0],
};
const unmeasured =
  `not measured: the only adapter is software (${graphics?.name}); ` +
  `two steps of ${shape.examples} samples were trained, with a loss of ${loss.toFixed(4)}`;
console.log(
  JSON.stringify(
    graphics?.isSoftware === true
      ? { case: positionals[0], unmeasured }
      : { ...line, ...(graphics && { place: graphics.name }) },
  ),
);
