import { cpuProcessor } from "@spikeloom/code/processor";
import type { Batch, LearningRequest } from "@spikeloom/kernel";
import { programOf } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { makeTrainer, surrogate } from "../src/index.ts";
import { processorTrainer } from "../src/processor/index.ts";
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

const access = { most: 2 ** 27, open: async () => cpuProcessor() };

interface Drawn {
  readonly request: LearningRequest;
  readonly batch: Batch;
}

// Models whose steps consist of the operations for which WGSL states an error.
const models = trainedModels.slice(0, 4);

/** Draw a network, recurrent or not, with its batch. */
function drawCase(seed: number): Drawn {
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
function boundOf({ request, batch }: Drawn) {
  try {
    return ballGradients(request, batch);
  } catch (fault) {
    if (fault instanceof Undecided) return undefined;
    throw fault;
  }
}

/** Gradients of both trainers. */
async function gradientsOf({ request, batch }: Drawn) {
  const cpu = makeTrainer(request);
  const gpu = processorTrainer(request, access);
  const outputs = [cpu.differentiate(batch), await gpu.differentiate(batch)].map(
    (one) => one.outputs,
  );
  return { outputs, gradients: [cpu.gradients(), await gpu.gradients()] };
}

type Bound = ReturnType<typeof ballGradients>;

/** Number of gradients outside their bound, and the largest radius as a share of the largest gradient. */
function compare({ gradients: bounds }: Bound, gradients: readonly Float64Array[]) {
  let [outside, radius, size, count] = [0, 0, 0, 0];
  bounds.forEach((own, k) => {
    expect(gradients[k]?.length).toBe(own.length);
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

const windows = [
  { padding: 1, outputs: 5 },
  { stride: 2, padding: 1 },
  { pool: 2, inner: 4 },
].map((shape): Drawn => ({ request: smallRequest(deepNetwork(shape)), batch: mapBatch(2, 0.3) }));

describe("gradients of a processor and of the CPU", () => {
  it("both lie within the bound of their sums, over drawn networks", async () => {
    let bounded = 0;
    const seeds = Array.from({ length: 24 }, (_, seed) => seed);
    for (const drawn of [...seeds.map(drawCase), ...windows]) {
      const bound = boundOf(drawn);
      if (bound === undefined) continue;
      const { outputs, gradients } = await gradientsOf(drawn);
      for (const one of outputs) expect(one).toEqual(bound.outputs);
      for (const one of gradients) {
        const { outside, radius } = compare(bound, one);
        expect(outside).toBe(0);
        // Slopes that pass through resets grow from step to step, and the worst case of their errors with them.
        const isDetached = drawn.request.surrogate?.reset === "detached";
        expect(radius).toBeLessThan(isDetached ? 1e-3 : 3e-2);
      }
      bounded++;
    }
    // Rounding decides about a spike in few of them.
    expect(bounded).toBeGreaterThan(18);
  });

  it("leave the bound if a single spike of a batch is missing", async () => {
    const drawn = drawCase(1);
    const bound = boundOf(drawn);
    const { input } = drawn.batch.inputs;
    if (bound === undefined || input === undefined || !("begins" in input)) {
      throw new Error("This case has a bound.");
    }
    const inputs = {
      input: {
        begins: input.begins.map((begin) => Math.max(0, begin - 1)),
        steps: input.steps.slice(1),
        neurons: input.neurons.slice(1),
      },
    };
    const { gradients } = await gradientsOf({ ...drawn, batch: { ...drawn.batch, inputs } });
    for (const one of gradients) {
      const { outside, count } = compare(bound, one);
      expect(outside).toBeGreaterThan(count / 10);
    }
  });
});
