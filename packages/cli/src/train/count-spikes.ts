import type { NetworkRecord, Readout, Stack, Surrogate, TrainingLoss } from "@spikeloom/kernel";
import { projectionNames } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { type Examples, makeTrainer, sgd } from "@spikeloom/training";

/** A network that is computed as in training, without learning. */
export interface Watched {
  readonly network: NetworkRecord;
  readonly stack: Stack;
  readonly precision?: "f32" | "f64" | undefined;
  /** Continuous inputs of samples. */
  readonly values?: readonly string[] | undefined;
}

/** Outputs of samples: `each` numbers, one sample after another. */
export interface Outputs {
  readonly each: number;
  readonly values: Float64Array;
}

/** Samples that are computed together. */
const together = 64;

/** Compute the readout of each sample. */
export function readExamples(
  { network, stack, precision, values: given }: Watched,
  readout: Readout,
  examples: Examples,
): Outputs {
  const trainer = makeTrainer({
    program: programOf(network, { stack }),
    stack,
    seed: network.seed ?? 1,
    trainable: projectionNames(network).map((projection) => ({ projection, variable: "weight" })),
    loss: noLoss,
    readout,
    optimiser: sgd({ rate: 0 }),
    surrogate: noSlope,
    backend: stack.get("backend", "clock"),
    parameters: {},
    ...(precision !== undefined && { precision }),
    ...(given !== undefined && { values: given }),
  });
  const each = trainer.outputs;
  const values = new Float64Array(examples.size * each);
  for (let at = 0; at < examples.size; at += together) {
    const length = Math.min(together, examples.size - at);
    const batch = examples.batch(Uint32Array.from({ length }, (_, k) => at + k));
    const { outputs } = trainer.evaluate({ ...batch, targets: new Float64Array(0) });
    values.set(outputs, at * each);
  }
  return { each, values };
}

/** Count the spikes of each neuron of a population, summed over samples. */
export function countSpikes(
  watched: Watched,
  population: string,
  examples: Examples,
): Float64Array {
  const readout = { population, variable: "spikes", reduce: "sum" } as const;
  const { each, values } = readExamples(watched, readout, examples);
  const counts = new Float64Array(each);
  for (let k = 0; k < values.length; k++) {
    counts[k % each] = (counts[k % each] as number) + (values[k] as number);
  }
  return counts;
}

/** Placeholder for a loss, because nothing is learnt. */
export const noLoss: TrainingLoss = {
  name: "none",
  targets: () => 0,
  value(_output, _target, slope) {
    slope.fill(0);
    return 0;
  },
};
/** Nothing is learnt, so gradients of rounding are irrelevant. */
const noSlope: Surrogate = { derivative: "0", reset: "detached", rounding: "straight-through" };
