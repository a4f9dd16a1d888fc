// A network with exact spike times learns the Yin-Yang data set by EventProp; the output that spikes first is the
// answer.
// `npx -y pnpm@12 script tools/learn-yin-yang.ts [--seeds 1] [--epochs 6]`
import { parseArgs } from "node:util";
import { defaultStack as stack } from "../packages/cli/src/index.ts";
import {
  beginLearning,
  completeNetwork,
  type LearningTask,
} from "../packages/network/src/index.ts";
import { programOf } from "../packages/program/src/index.ts";
import { adam, assess, cosineRate, firstSpikeLoss, fit } from "../packages/training/src/index.ts";
import { eventProp } from "../plugins/learning/src/index.ts";
import { grid, yinYang } from "./yin-yang/points.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1" },
    epochs: { type: "string", default: "6" },
  },
});
const [seeds, epochs] = [Number(values.seeds), Number(values.epochs)];
if (!(seeds >= 1 && epochs >= 1)) throw new Error("--seeds and --epochs take whole numbers.");

/** Create five inputs, a hidden layer, and an output for each class. */
function networkOf(seed: number) {
  const neurons = (size: number) => ({
    model: "lif-curr-exp",
    size,
    parameters: {
      tau_m: "20 ms",
      c_m: "100 pF",
      v_rest: "0 mV",
      v_reset: "0 mV",
      v_threshold: "1 mV",
      tau_syn_exc: "5 ms",
      tau_refrac: "0 ms",
    },
  });
  const dense = (from: string, to: string, weight: number) => ({
    name: `${from}->${to}`,
    from,
    to,
    delay: "1 ms",
    receptor: "excitatory",
    connector: { kind: "all-to-all" },
    weight: { draw: "normal" as const, mean: `${weight} pA`, sd: `${weight} pA` },
  });
  return completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: `${grid.dt} ms`,
      seed,
      duration: "60 ms",
      populations: {
        input: { model: "spike-array", size: 5 },
        hidden: neurons(100),
        output: neurons(3),
      },
      projections: [dense("input", "hidden", 15), dense("hidden", "output", 1.8)],
    },
    stack,
  );
}

const accuracies: number[] = [];
for (let seed = 1; seed <= seeds; seed++) {
  const network = networkOf(seed);
  const task: LearningTask = {
    network,
    program: programOf(network, { stack }),
    stack,
    seed,
    trainable: ["input->hidden", "hidden->output"].map((projection) => ({
      projection,
      variable: "weight",
    })),
    loss: firstSpikeLoss({ tau: 1 }),
    optimiser: adam({ rate: 0.1 }),
    readout: { population: "output", variable: "spikes", reduce: "first" },
    backend: stack.get("backend", "clock"),
    clip: 1,
  };
  const begin = (saved?: Uint8Array) =>
    beginLearning({ model: eventProp, parameters: { wake: 0.1 } }, task, saved);
  const before = process.cpuUsage();
  const curve: string[] = [];
  const { best } = await fit(await begin(), {
    examples: yinYang(5000, 10 * seed),
    validation: yinYang(500, 10 * seed + 2),
    epochs,
    batchSize: 32,
    seed,
    schedule: cosineRate,
    onEpoch: ({ validation }) => {
      curve.push((100 * (validation?.accuracy ?? Number.NaN)).toFixed(1));
    },
  });
  // The test set is used once, for the epoch with the best validation score.
  const learner = await begin(best?.learner);
  const { accuracy = Number.NaN } = await assess(learner, yinYang(1000, 10 * seed + 1));
  accuracies.push(accuracy);
  const seconds = Math.round(process.cpuUsage(before).user / 1e6);
  console.log(
    `seed ${seed}: ${(100 * accuracy).toFixed(1)} % of 1000 test points; validation by epoch ${curve.join(" ")} (${seconds} s)`,
  );
}
const mean = accuracies.reduce((sum, one) => sum + one, 0) / accuracies.length;
console.log(`mean ${(100 * mean).toFixed(1)} %`);
