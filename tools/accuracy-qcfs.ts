// Trains a network with quantised activations, converts it to spikes and prints the test accuracy of both.
//
// node --conditions=@spikeloom/source tools/accuracy-qcfs.ts FOLDER [SEEDS]
//
// The folder contains the four files of Fashion-MNIST. Layers are 784-128-128-10 with 8 levels: a layer takes 8 steps.
// For comparison, the same network with ReLUs is converted using the 99.9th percentile of its values.
import { imageValues, openSet } from "@spikeloom/data";
import type { LearningRequest } from "@spikeloom/kernel";
import { bptt } from "@spikeloom/learning";
import { programOf } from "@spikeloom/program";
import {
  adamW,
  analogLayers,
  answerOf,
  assess,
  convertLayers,
  cosineRate,
  crossEntropy,
  fit,
  surrogate,
} from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";
import { plainImages } from "./accuracy/examples.ts";
import { plainLayers } from "./accuracy/networks.ts";
import { type Task, tasks } from "./accuracy/tasks.ts";

const levels = 8;
const [folder = "", seeds = "1,2,3,4,5"] = process.argv.slice(2);
const { quantised } = tasks;
if (quantised === undefined || folder === "") {
  throw new Error("Give the folder of Fashion-MNIST.");
}
const task: Task = quantised;
const { train, test } = await openSet(task.set, { folder });
const end = train.count - task.heldBack;
const learnt = plainImages({ ...train, from: 0, to: end });
const asked = plainImages({ ...test, from: 0, to: test.count });
const samples = Array.from({ length: 500 }, (_, k) => imageValues(train, k));

const models = {
  "analog-qcfs": { levels, most: 2 },
  "analog-relu": {},
} as const;
for (const [model, parameters] of Object.entries(models)) {
  const gaps: number[] = [];
  for (const seed of seeds.split(",").map(Number)) gaps.push(await gapOf(model, parameters, seed));
  const mean = gaps.reduce((sum, one) => sum + one, 0) / gaps.length;
  console.log(`${model}, mean of ${gaps.length}: ${mean.toFixed(2)} points lost as spikes`);
}

/** Train with a seed, convert, and return the loss of accuracy in percentage points. */
async function gapOf(model: string, parameters: object, seed: number): Promise<number> {
  const { network, trainable, readout } = plainLayers(task, seed, { model, parameters });
  const isQuantised = model === "analog-qcfs";
  const mosts = Object.keys(network.populations).filter((name) => name.startsWith("hidden"));
  const request: LearningRequest = {
    network,
    program: programOf(network, { stack }),
    stack,
    seed,
    parameters: {},
    readout,
    trainable: [
      ...trainable,
      ...(isQuantised ? mosts.map((population) => ({ population, parameter: "most" })) : []),
    ],
    values: ["input.x_values"],
    loss: crossEntropy,
    optimiser: adamW({ rate: 0.002, decay: 0 }),
    surrogate: surrogate("fast-sigmoid", { rounding: "straight-through" }),
    backend: stack.get("backend", "clock"),
  };
  const learner = await bptt.begin(request);
  const { epochs } = task;
  const before = process.cpuUsage();
  await fit(learner, { examples: learnt, epochs, seed, schedule: cosineRate });
  const { user, system } = process.cpuUsage(before);
  const { accuracy = Number.NaN } = await assess(learner, asked);
  const layers = analogLayers({ request, parameters: await learner.parameters() });
  await learner.close?.();
  const spiking = convertLayers(layers, { samples, levels });
  let right = 0;
  for (let k = 0; k < test.count; k++) {
    if (answerOf(spiking.outputs(imageValues(test, k))) === test.labels[k]) right++;
  }
  const found = right / test.count;
  const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
  const seconds = ((user + system) / 1e6).toFixed(1);
  console.log(
    `${model}, seed ${seed}: ${percent(accuracy)}, as spikes in ${levels} steps a layer ${percent(found)}, ${seconds} s of CPU`,
  );
  return 100 * (accuracy - found);
}
