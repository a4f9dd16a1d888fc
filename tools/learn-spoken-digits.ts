// Learns spoken digits with and without learnable delays: the same network, five seeds.
// `npx -y pnpm@12 script tools/learn-spoken-digits.ts FOLDER [--indices 12] [--seeds 5] [--epochs 30]`
// The folder contains the recordings of the Free Spoken Digit Dataset (CC BY-SA 4.0), of which those with indices 0 to
// 4 are the
// test set: https://github.com/Jakobovski/free-spoken-digit-dataset. There are 50 indices; fewer take less time.
import { parseArgs } from "node:util";
import { defaultStack as stack } from "../packages/cli/src/index.ts";
import { beginLearning, completeNetwork } from "../packages/network/src/index.ts";
import { programOf } from "../packages/program/src/index.ts";
import {
  adam,
  assess,
  cosineRate,
  crossEntropy,
  fit,
  surrogate,
} from "../packages/training/src/index.ts";
import { bptt, dcls } from "../plugins/learning/src/index.ts";
import { examplesOf, grid, spokenDigits } from "./spoken-digits/recordings.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "5" },
    epochs: { type: "string", default: "30" },
    indices: { type: "string", default: "12" },
    only: { type: "string", default: "" },
  },
});
const [seeds, epochs] = [Number(values.seeds), Number(values.epochs)];
const indices = Number(values.indices);
if (!(seeds >= 1 && epochs >= 1 && indices > 5 && positionals.length === 1)) {
  throw new Error("It takes a folder, and whole numbers: --seeds, --epochs, --indices from 6 on.");
}
/** The longest delay, in ms. */
const longest = 160;

/** Create the bands of a cochlea, a hidden layer and a leaky output for each digit. */
function networkOf(seed: number, delay: string | object) {
  const neurons = (size: number, leak: string, threshold: string) => ({
    model: "lif-delta",
    size,
    parameters: {
      tau_m: leak,
      v_threshold: threshold,
      v_rest: "0 mV",
      v_reset: "0 mV",
      tau_refrac: "0 ms",
    },
  });
  const dense = (from: string, to: string, sd: number, later: string | object) => ({
    name: `${from}->${to}`,
    from,
    to,
    delay: later as string,
    connector: { kind: "all-to-all" },
    weight: { draw: "normal" as const, mean: "0 mV", sd: `${sd} mV` },
  });
  return completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: `${grid.dt} ms`,
      seed,
      duration: `${grid.dt * (grid.steps + longest / grid.dt)} ms`,
      populations: {
        sound: { model: "spike-array", size: grid.bands },
        hidden: neurons(48, "20 ms", "1 mV"),
        output: neurons(10, "40 ms", "1000 V"),
      },
      projections: [
        dense("sound", "hidden", 0.4, delay),
        dense("hidden", "output", 0.2, `${grid.dt} ms`),
      ],
    },
    stack,
  );
}

const kinds = {
  "delays that learn": {
    learning: {
      model: dcls,
      parameters: {
        longest: `${longest} ms`,
        width: "40 ms",
        last_width: "5 ms",
        narrowing: 200,
        delay_rate: 200,
      },
    },
    delay: { draw: "uniform", low: `${grid.dt} ms`, high: `${longest} ms` },
    variables: ["weight", "delay"],
  },
  "delays as drawn": {
    learning: {
      model: dcls,
      parameters: { longest: `${longest} ms`, width: "5 ms", last_width: "5 ms", delay_rate: 0 },
    },
    delay: { draw: "uniform", low: `${grid.dt} ms`, high: `${longest} ms` },
    variables: ["weight", "delay"],
  },
  "no delays": {
    learning: { model: bptt, parameters: {} },
    delay: `${grid.dt} ms`,
    variables: ["weight"],
  },
} as const;

const all = await spokenDigits(positionals[0] as string, indices);
const [examples, test] = [examplesOf(all, [5, indices]), examplesOf(all, [0, 5])];
console.log(`${examples.size} recordings to learn from, ${test.size} to assess`);
for (const [name, { learning, delay, variables }] of Object.entries(kinds)) {
  if (!name.startsWith(values.only)) continue;
  const found: number[] = [];
  const before = process.cpuUsage();
  for (let seed = 1; seed <= seeds; seed++) {
    const network = networkOf(seed, delay);
    const learner = await beginLearning(learning, {
      network,
      program: programOf(network, { stack }),
      stack,
      seed,
      trainable: [
        ...variables.map((variable) => ({ projection: "sound->hidden", variable })),
        { projection: "hidden->output", variable: "weight" },
      ],
      loss: crossEntropy,
      optimiser: adam({ rate: 0.01 }),
      readout: { population: "output", variable: "v", reduce: "mean" },
      surrogate: surrogate("arctan", { width: 0.3 }),
      backend: stack.get("backend", "clock"),
    });
    await fit(learner, {
      examples,
      epochs,
      batchSize: 32,
      seed,
      schedule: cosineRate,
    });
    const { accuracy = Number.NaN } = await assess(learner, test);
    found.push(100 * accuracy);
  }
  const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
  const seconds = process.cpuUsage(before).user / 1e6 / found.length;
  console.log(
    `| ${name} | ${found.map((one) => one.toFixed(1)).join(" ")} | ${mean.toFixed(1)} | ${seconds.toFixed(0)} s |`,
  );
}
