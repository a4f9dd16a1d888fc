import type { Batch, LearningRequest } from "@spikeloom/kernel";
import { programOf } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { defaultStack as stack } from "spikeloom";
import { makeTrainer, surrogate } from "../src/index.ts";
import { type ProcessorAccess, processorTrainer } from "../src/processor/index.ts";
import { holds, Undecided } from "./ball.ts";
import { ballGradients } from "./ball-gradients.ts";
import { deepNetwork, mapBatch } from "./convolution-network.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

/*
 * The bound of single precision, as docs/guides/gpu.md states it.
 *
 * Both trainers compute the same products and the same operations of a step, each rounded once, by 2^-24 of its size at most;
 * only sums have another order. A sum of n products has an error of at most n·u/(1 - n·u) of the sum of their magnitudes, in any
 * order, where u = 2^-24. The oracle computes in float64 with an interval for each number: it starts with numbers that both
 * trainers hold alike, adds the bound of each sum and the rounding of each operation, and carries the intervals through all steps,
 * forward and backward. Where an interval contains a threshold, rounding decides about a spike, and there is no bound.
 */

/** A training with a bound. */
export interface BoundedCase {
  readonly request: LearningRequest;
  readonly batch: Batch;
}

// Models whose steps consist of the operations for which WGSL states an error.
const models = trainedModels.slice(0, 4);

/** Draw a network, recurrent or not, with its batch. */
export function drawCase(seed: number): BoundedCase {
  const draws = stream(streamKey(seed, "case"), 0);
  const upTo = (most: number): number => 1 + Math.floor(most * draws.uniform());
  const { width, ...model } = models[seed % models.length] as (typeof models)[number];
  const steps = 8 + upTo(16);
  const drawn = smallNetwork({ ...model, steps, hidden: 2 + upTo(14) });
  const isRecurrent = draws.uniform() < 0.5;
  const projections = (drawn.projections ?? []).filter(
    ({ from, to }) => isRecurrent || from !== to,
  );
  const network = { ...drawn, seed, projections };
  const reset = draws.uniform() < 0.5 ? "attached" : "detached";
  const slope = surrogate("fast-sigmoid", { width, height: 1 / width, reset });
  const request = smallRequest(network, {
    surrogate: slope,
    program: programOf(network, { stack }),
  });
  const batch = smallBatch(upTo(5), { steps, rate: 0.1 + 0.3 * draws.uniform() });
  return { request, batch };
}

/** Bound the gradients; undefined if rounding decides about a spike. */
export function boundOf({ request, batch }: BoundedCase) {
  try {
    return ballGradients(request, batch);
  } catch (fault) {
    if (fault instanceof Undecided) return undefined;
    throw fault;
  }
}

/** Compute the gradients with both trainers. */
export async function gradientsOf({ request, batch }: BoundedCase, access: ProcessorAccess) {
  const cpu = makeTrainer(request);
  const gpu = processorTrainer(request, access);
  try {
    const outputs = [cpu.differentiate(batch), await gpu.differentiate(batch)].map(
      (one) => one.outputs,
    );
    return { outputs, gradients: [cpu.gradients(), await gpu.gradients()] };
  } finally {
    gpu.close();
  }
}

type Bound = ReturnType<typeof ballGradients>;

/** Count the gradients outside their bound; also returns the largest radius as a share of the largest gradient. */
export function compareWithBound({ gradients: bounds }: Bound, gradients: readonly Float64Array[]) {
  let [outside, radius, size, count] = [0, 0, 0, 0];
  bounds.forEach((own, k) => {
    // A gradient too many has no bound.
    outside += Math.max(0, (gradients[k]?.length ?? 0) - own.length);
    own.forEach((ball, n) => {
      const value = gradients[k]?.[n] as number;
      if (!holds(ball, value)) outside++;
      radius = Math.max(radius, ball.rad);
      size = Math.max(size, Math.abs(value));
      count++;
    });
  });
  return { outside, radius: radius / size, count };
}

/** Convolutions with a bound. */
export const boundedWindows: readonly BoundedCase[] = [
  { padding: 1, outputs: 5 },
  { stride: 2, padding: 1 },
  { pool: 2, inner: 4 },
].map(
  (shape): BoundedCase => ({ request: smallRequest(deepNetwork(shape)), batch: mapBatch(2, 0.3) }),
);
