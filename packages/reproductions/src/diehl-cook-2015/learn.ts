// Learns handwritten digits, prints the accuracy, and draws the weights of each neuron:
// `node --conditions=@spikeloom/source packages/reproductions/src/diehl-cook-2015/learn.ts --train 2000`.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { checkPictures, writePictures } from "@spikeloom/files";
import { runProgram } from "../arguments.ts";
import { ARGUMENTS } from "../errors.ts";
import { moveIt } from "../picture-folder.ts";
import { drawFields } from "./draw-fields.ts";
import { type ExperimentSize, runExperiment } from "./experiment.ts";
import { unlabelled } from "./label-neurons.ts";

const folder = join("results", "diehl-cook-2015");

await runProgram(async () => {
  const { seed, ...size } = readOptions(process.argv.slice(2));
  const { neurons, train, label, test } = size;
  console.log(
    `${neurons} neurons, seed ${seed}: ${train} digits to learn from, ${label} for labels, ${test} for the test.`,
  );
  const file = join(folder, `fields-${neurons}-${train}-${seed}.png`);
  checkPictures([file], moveIt);
  const began = performance.now();
  const seconds = (): number => (performance.now() - began) / 1000;
  const experiment = await runExperiment(size, seed, (phase, done) => {
    if (done % 500 === 0) console.log(`${phase}: ${done} after ${seconds().toFixed(0)} s`);
  });
  const { accuracy, baseline, learnt, labels, spikes, rise } = experiment;
  const share = (value: number): string => `${(100 * value).toFixed(1)} %`;
  const counts = Array.from({ length: 10 }, (_, d) => labels.filter((l) => l === d).length);
  const silent = labels.filter((l) => l === unlabelled).length;
  console.log(`Correct: ${share(accuracy)}; by three nearest neighbours: ${share(baseline)}.`);
  console.log(
    `${spikes.toFixed(2)} spikes for each digit; thresholds rose to ${rise.toFixed(2)} mV.`,
  );
  console.log(`Neurons for 0 to 9: ${counts.join(" ")}; silent: ${silent}.`);
  mkdirSync(folder, { recursive: true });
  const fields = drawFields(learnt.weights, neurons, Math.round(Math.sqrt(neurons)));
  writePictures([[file, fields]]);
  console.log(`${file}, after ${seconds().toFixed(0)} s`);
});

/** Read the sizes; the defaults are those of the table in the README. */
function readOptions(args: string[]): ExperimentSize & { readonly seed: number } {
  const defaults = { neurons: 400, train: 10_000, label: 3000, test: 1000, seed: 1 };
  const names = Object.keys(defaults) as (keyof typeof defaults)[];
  const options = Object.fromEntries(names.map((name) => [name, { type: "string" } as const]));
  const expected = names.map((name) => `--${name} COUNT`).join(", ");
  const given = ((): Readonly<Record<string, unknown>> => {
    try {
      return parseArgs({ args, options }).values;
    } catch {
      throw ARGUMENTS({ expected, got: args.join(" ") });
    }
  })();
  const read = (name: keyof typeof defaults): number => {
    const value = given[name] === undefined ? defaults[name] : Number(given[name]);
    if (Number.isInteger(value) && value >= 1) return value;
    throw ARGUMENTS({ expected, got: `--${name} ${String(given[name])}` });
  };
  return {
    neurons: read("neurons"),
    train: read("train"),
    label: read("label"),
    test: read("test"),
    seed: read("seed"),
  };
}
