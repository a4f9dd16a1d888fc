import type { LearningRecord, NetworkRecord } from "@spikeloom/kernel";
import { beginLearning, completeNetwork, type LearningTask } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import {
  crossEntropy,
  sgd,
  squaredError,
  surrogate,
  tempotronLoss,
  vanRossum,
} from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { leakyLayer } from "../../../tools/test/leaky-layer.ts";
import {
  bptt,
  dcls,
  decolle,
  eprop,
  epropAdaptive,
  epropRandom,
  eventProp,
  ottt,
  ridge,
  superSpike,
  tempotron,
} from "../src/index.ts";

const network = completeNetwork(
  {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "5 ms",
    seed: 5,
    convention: "frameworks",
    populations: {
      input: { model: "spike-array", size: 3 },
      hidden: { model: leakyLayer, size: 4 },
      output: { model: leakyLayer, size: 2 },
    },
    projections: [
      ["input", "hidden"],
      ["hidden", "output"],
    ].map(([from, to]) => ({
      name: `${from}->${to}`,
      from,
      to,
      delay: "1 ms",
      receptor: "spikes",
      connector: { kind: "all-to-all" },
      weight: 0.3,
    })),
  } as unknown as NetworkRecord,
  stack,
);

const task: LearningTask = {
  network,
  program: programOf(network, { stack }),
  stack,
  seed: 1,
  trainable: [
    { projection: "input->hidden", variable: "weight" },
    { population: "hidden", parameter: "bias", channels: 4 },
    { projection: "hidden->output", variable: "weight" },
  ],
  loss: crossEntropy,
  optimiser: sgd({ rate: 0.1 }),
  backend: stack.get("backend", "clock"),
  readout: { population: "output", variable: "v" },
  surrogate: surrogate("arctan"),
};
const normalise = [{ population: "hidden" }];

const trains: Partial<LearningTask> = {
  readout: { population: "output", variable: "spikes", reduce: "each" },
  loss: vanRossum({ neurons: 2, dt: 1 }),
};
const decides: Partial<LearningTask> = {
  readout: { population: "output", variable: "v", reduce: "max" },
  loss: tempotronLoss({ threshold: 1 }),
};
const delayed: Partial<LearningTask> = {
  trainable: [...task.trainable, { projection: "input->hidden", variable: "delay" }],
};

describe("batch normalisation", () => {
  it("is learnt by backpropagation through time", async () => {
    expect((await beginLearning(bptt, { ...task, normalise })).fewest).toBe(2);
  });

  it.each<{ readonly learning: LearningRecord; readonly own?: Partial<LearningTask> }>([
    ...[decolle, eprop, epropAdaptive, epropRandom, ottt].map((learning) => ({ learning })),
    { learning: dcls as LearningRecord, own: delayed },
    { learning: eventProp as LearningRecord, own: { trainable: task.trainable.slice(0, 1) } },
    { learning: ridge as LearningRecord, own: { loss: squaredError } },
    { learning: superSpike as LearningRecord, own: trains },
    { learning: tempotron, own: decides },
  ])("is refused by $learning.name", async ({ learning, own }) => {
    const begun = beginLearning(learning, { ...task, ...own, normalise });
    await expect(begun).rejects.toThrow(/SL_TRAINING_OPTION at normalise/);
  });
});
