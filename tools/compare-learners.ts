// Prints how closely gradients of online rules agree with those of backpropagation through time, as shown in the guide.
import type { LearningRecord } from "../packages/kernel/src/index.ts";
import { beginLearning, type LearningTask } from "../packages/network/src/index.ts";
import { vanRossum } from "../packages/training/src/index.ts";
import {
  bptt,
  decolle,
  eprop,
  epropRandom,
  ottt,
  superSpike,
} from "../plugins/learning/src/index.ts";
import {
  drawExample,
  recurrentNetwork,
  recurrentRequest,
  sizes,
  steps,
} from "../plugins/learning/test/eprop-network.ts";
import { readToolArguments } from "./arguments.ts";
import { trainedNumbers } from "./test/trained-numbers.ts";

readToolArguments("tools/compare-learners.ts");

const seeds = 10;

/** Return the change of all weights in a step of rate 1. */
async function gradient(
  rule: LearningRecord,
  { task, batch }: { task: LearningTask; batch: ReturnType<typeof drawExample> },
): Promise<readonly Float64Array[]> {
  const learner = await beginLearning(rule, task);
  const from = await trainedNumbers(learner);
  await learner.step(batch);
  const to = await trainedNumbers(learner);
  return from.map((one, k) => one.map((weight, n) => weight - (to[k]?.[n] ?? Number.NaN)));
}

/** Compare two gradients with respect to the listed weights. */
function cosine(
  one: readonly Float64Array[],
  other: readonly Float64Array[],
  projections: readonly number[],
): number {
  let [both, left, right] = [0, 0, 0];
  for (const k of projections) {
    one[k]?.forEach((value, n) => {
      const against = other[k]?.[n] ?? Number.NaN;
      both += value * against;
      left += value * value;
      right += against * against;
    });
  }
  return both / Math.sqrt(left * right);
}

/** Format mean and standard deviation. */
function meanOf(values: readonly number[]): string {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const squares = values.reduce((sum, one) => sum + (one - mean) ** 2, 0);
  return `${mean.toFixed(2)} ± ${Math.sqrt(squares / (values.length - 1)).toFixed(2)}`;
}

/** One of the tests' networks with its own weights; compares its readout or its layer's spikes. */
function taskOf(kind: "recurrent" | "layered" | "spikes", seed: number, beta: number) {
  const whole = { ...recurrentNetwork(beta), seed };
  const kept = { recurrent: 3, layered: 2, spikes: 1 }[kind];
  const names = ["input->hidden", ...(kept === 3 ? ["hidden->hidden"] : []), "hidden->output"];
  const network = {
    ...whole,
    projections: (whole.projections ?? []).filter(({ name = "" }) =>
      (kind === "spikes" ? ["input->hidden"] : names).includes(name),
    ),
  };
  const batch = drawExample(seed, 0.25);
  if (kind !== "spikes") return { task: recurrentRequest(network, { seed }), batch };
  const targets = new Float64Array(steps * sizes.hidden);
  for (let n = 0; n < sizes.hidden; n++) targets[(12 + 5 * n) * sizes.hidden + n] = 1;
  const task = recurrentRequest(network, {
    seed,
    readout: { population: "hidden", variable: "spikes", reduce: "each" },
    loss: vanRossum({ neurons: sizes.hidden, dt: 1 }),
  });
  return { task, batch: { ...batch, targets } };
}

const rules = [
  ["`eprop`", eprop, "recurrent"],
  ["`epropRandom`", epropRandom, "recurrent"],
  ["`ottt`", ottt, "recurrent"],
  ["`decolle`", decolle, "recurrent"],
  ["`eprop`", eprop, "layered"],
  ["`ottt`", ottt, "layered"],
  ["`decolle`", decolle, "layered"],
  ["`superSpike`", superSpike as LearningRecord, "spikes"],
] as const;

console.log(
  "| Rule | Network | LIF: input weights | LIF: recurrent | ALIF: input weights | ALIF: recurrent |",
);
console.log("|---|---|---|---|---|---|");
for (const [name, rule, kind] of rules) {
  const columns: string[] = [];
  for (const beta of [0, 0.17]) {
    const [input, recurrent]: [number[], number[]] = [[], []];
    for (let seed = 1; seed <= seeds; seed++) {
      const given = taskOf(kind, seed, beta);
      const [own, whole] = [await gradient(rule, given), await gradient(bptt, given)];
      input.push(cosine(own, whole, [0]));
      if (kind === "recurrent") recurrent.push(cosine(own, whole, [1]));
    }
    columns.push(meanOf(input), recurrent.length > 0 ? meanOf(recurrent) : "–");
  }
  console.log(`| ${[name, kind, ...columns].join(" | ")} |`);
}
