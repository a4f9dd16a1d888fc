// Accuracy of a classifier of Fashion-MNIST over seeds, and its training time on one core:
// `npx -y pnpm@12 script examples/first-classifier/five-seeds.ts FOLDER [--seeds 5] [--first 1] [--epochs 3]
// [--choose]`
// With --choose, 5000 training samples validate the settings, and the test samples are not used.
import { parseArgs } from "node:util";
import { train } from "spikeloom/train";
import { classifier } from "./classifier.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "5" },
    first: { type: "string", default: "1" },
    epochs: { type: "string", default: "3" },
    hidden: { type: "string", default: "128" },
    set: { type: "string", default: "fashion-mnist" },
    choose: { type: "boolean", default: false },
  },
});
const [folder] = positionals;
if (folder === undefined) throw new Error("Name the folder of the four files of IDX.");
const task = classifier(values.set, 28, Number(values.hidden));
const data = {
  ...task.data,
  folder,
  ...(values.choose ? { validation: 5000 } : { train: 55_000 }),
};

const found: number[] = [];
const [first, count] = [Number(values.first), Number(values.seeds)];
for (let seed = first; seed < first + count; seed++) {
  let began: NodeJS.CpuUsage | undefined;
  let seconds = 0;
  const { test, state } = await train(
    { ...task, data, seed },
    {
      epochs: Number(values.epochs),
      onBatch() {
        began ??= process.cpuUsage();
      },
      onEpoch() {
        const { user, system } = process.cpuUsage(began);
        seconds += (user + system) / 1e6;
        began = undefined;
      },
    },
  );
  const checked = state.history.at(-1)?.validation?.accuracy;
  const share = 100 * (values.choose ? (checked ?? Number.NaN) : test.right / test.size);
  found.push(share);
  console.log(`seed ${seed}  ${share.toFixed(2)} % after ${seconds.toFixed(1)} s of CPU`);
}
const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
const spread = Math.max(...found) - Math.min(...found);
console.log(`mean ${mean.toFixed(2)} %, from least to most ${spread.toFixed(2)} points`);
