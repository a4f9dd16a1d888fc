// Prints the weight changes of e-prop in the network of eprop-network.ts, and its inputs:
// `node --conditions=@spikeloom/source tools/python/run-eprop.ts '[{"beta": 0.1, "off": 1, "seed": 7}]'`.
import { beginLearning } from "../../packages/network/src/index.ts";
import { eprop } from "../../plugins/learning/src/index.ts";
import {
  constants,
  drawExample,
  recurrentNetwork,
  recurrentRequest,
  sizes,
  steps,
} from "../../plugins/learning/test/eprop-network.ts";
import { trainedNumbers } from "../test/trained-numbers.ts";

interface Case {
  /** Increase of the threshold per unit of adaptation, in mV. */
  readonly beta: number;
  /** Decrease of the potential per spike, in mV. */
  readonly off: number;
  /** Of input spikes and targets. */
  readonly seed: number;
}

async function learn({ beta, off, seed }: Case) {
  const batch = drawExample(seed);
  const learner = await beginLearning(eprop, recurrentRequest(recurrentNetwork(beta, off)));
  const before = await trainedNumbers(learner);
  await learner.step(batch);
  const after = await trainedNumbers(learner);
  const { steps: at, neurons } = batch.inputs.input;
  return {
    input: { steps: [...at], neurons: [...neurons] },
    targets: [...batch.targets],
    weights: before.map((one) => [...one]),
    // A step of rate 1 subtracts the gradient.
    gradients: before.map((one, k) => Array.from(one, (w, n) => w - (after[k]?.[n] ?? Number.NaN))),
  };
}

const cases = JSON.parse(process.argv[2] ?? "[]") as readonly Case[];
const results = [];
for (const one of cases) results.push(await learn(one));
process.stdout.write(JSON.stringify({ sizes, steps, constants, results }));
