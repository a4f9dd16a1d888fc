// Accuracy of a classifier in floating point, rounded for neuromorphic chips, and trained on them:
// `npx -y pnpm@12 script examples/trained-for-chips/main.ts [SET FOLDER] [--train 60000] [--epochs 5] [--tuned 2]`
import { parseArgs } from "node:util";
import { openSet, takeImages } from "@spikeloom/data";
import { compareChips } from "./compare.ts";
import { tableOf } from "./table.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    train: { type: "string", default: "60000" },
    test: { type: "string", default: "10000" },
    hidden: { type: "string", default: "128" },
    epochs: { type: "string", default: "5" },
    tuned: { type: "string", default: "2" },
    seed: { type: "string", default: "1" },
  },
});
const [name = "digits", folder] = positionals;
const set = await openSet(name, folder === undefined ? {} : { folder });
const first = (most: string, of: number) =>
  Array.from({ length: Math.min(Number(most), of) }, (_, k) => k);
const found = await compareChips({
  train: takeImages(set.train, first(values.train, set.train.count)),
  test: takeImages(set.test, first(values.test, set.test.count)),
  hidden: Number(values.hidden),
  epochs: Number(values.epochs),
  tuned: Number(values.tuned),
  seed: Number(values.seed),
  calibration: 1000,
  rounds: 2,
  emulated: 100,
  onLine: (line) => console.error(line),
});
console.log(`${tableOf(found)}\n`);
