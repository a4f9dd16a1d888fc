// Recurrent neurons with adaptive thresholds learn to compare two cues that are 200 ms apart, with the default reset of
// the surrogate and with others.
// `npx -y pnpm@12 script tools/learn-delayed-match.ts [--seeds 5] [--epochs 8] [--reset by-variable]`
import { parseArgs } from "node:util";
import { surrogateOf } from "../packages/training/src/index.ts";
import { learnMatch } from "./delayed-match/match.ts";

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "5" },
    epochs: { type: "string", default: "8" },
    reset: { type: "string", default: "by-variable" },
  },
});
const [seeds, epochs] = [Number(values.seeds), Number(values.epochs)];
if (!(seeds >= 1 && epochs >= 1)) throw new Error("--seeds and --epochs take whole numbers.");

const found: number[] = [];
const before = process.cpuUsage();
for (let seed = 1; seed <= seeds; seed++) {
  const reset = values.reset as "by-variable" | "attached" | "detached";
  const accuracy = await learnMatch({
    seed,
    epochs,
    surrogate: surrogateOf("norse/triangle", { reset }),
  });
  found.push(100 * accuracy);
}
const mean = found.reduce((sum, one) => sum + one, 0) / found.length;
const seconds = process.cpuUsage(before).user / 1e6 / found.length;
console.log(
  `${values.reset}: ${found.map((one) => one.toFixed(1)).join(" ")} %, mean ${mean.toFixed(1)} % of 500 trials (${seconds.toFixed(0)} s a seed)`,
);
