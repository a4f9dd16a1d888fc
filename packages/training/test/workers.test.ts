import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Batch, LearningRequest, LossOrigin, TrainingLoss } from "@spikeloom/kernel";
import { afterEach, describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { scriptFlags } from "../../../tools/test/script-flags.ts";
import {
  makeTrainer,
  policyGradient,
  rateBounds,
  squaredError,
  type Trainer,
  tempotronLoss,
} from "../src/index.ts";
import { loadOrigin } from "../src/workers/load-origin.ts";
import { scaledError } from "./own-loss.ts";
import { sizes, smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const [lif] = trainedModels as readonly [(typeof trainedModels)[number]];
const network = smallNetwork({ ...lif, steps: 12 });
const trainers: Trainer[] = [];

function trainerOf(more: Partial<LearningRequest>): Trainer {
  const trainer = makeTrainer(smallRequest(network, more));
  trainers.push(trainer);
  return trainer;
}

afterEach(() => {
  for (const trainer of trainers.splice(0)) trainer.close();
});

/** All results of learning from batches of several sizes. */
function learnt(more: Partial<LearningRequest>, batches: readonly Batch[]) {
  const trainer = trainerOf(more);
  const found = batches.map((batch) => {
    const learning = trainer.differentiate(batch);
    trainer.update();
    return { learning, assessed: trainer.evaluate(batch) };
  });
  return { found, kept: trainer.save() };
}

describe("workers", () => {
  // Several blocks, one and eight; the last batch needs more memory than allocated when the workers started.
  const batches = [
    smallBatch(96, { steps: 12 }),
    smallBatch(7, { steps: 12 }),
    smallBatch(260, { steps: 12, rate: 0.9 }),
  ];
  const cost = rateBounds({ population: "hidden", most: 2, weight: 0.1 });

  it("learn the same bits, however many there are", () => {
    const [one, two, three] = [1, 2, 3].map((workers) => {
      return learnt({ workers, costs: [cost] }, batches);
    });
    expect(two).toEqual(one);
    expect(three).toEqual(one);
  });

  it("learn the same bits of parameters that determine coefficients of exact steps", () => {
    const trainable = [
      { population: "hidden", parameter: "tau_m" },
      { projection: "input->hidden", variable: "weight" },
    ];
    const [one, two] = [1, 2].map((workers) =>
      learnt({ workers, trainable }, long ? batches : batches.slice(0, 2)),
    );
    expect(two).toEqual(one);
  });

  describe("that share the trained values", () => {
    const wide = smallNetwork({ ...lif, steps: 6, hidden: 256 });
    const trainerOfWide = (more: Partial<LearningRequest>): Trainer => {
      const trainer = makeTrainer(smallRequest(wide, more));
      trainers.push(trainer);
      return trainer;
    };
    const many = [smallBatch(70, { steps: 6, rate: 0.5 }), smallBatch(7, { steps: 6 })];

    it.each([
      [3, {}, long ? many : many.slice(1)],
      [2, { clip: 0.01, precision: "f64" as const }, many],
    ])("learn the same bits as one worker: %i, %o", (most, more, given) => {
      const [one, several] = [1, most].map((workers) => {
        const trainer = trainerOfWide({ workers, ...more });
        const gradients = given.map((batch) => {
          trainer.differentiate(batch);
          trainer.update();
          return trainer.gradients();
        });
        return { gradients, kept: trainer.save() };
      });
      expect(several).toEqual(one);
    });

    it("leave everything unchanged if one of them produces non-finite numbers", () => {
      const surrogate = { derivative: "1 / (0 * excess)", reset: "detached" } as const;
      const trainer = trainerOfWide({ workers: 2, surrogate });
      const before = trainer.save();
      trainer.differentiate(many[0] as Batch);
      expect(() => trainer.update()).toThrow("The gradients of a batch are not finite");
      expect(trainer.save()).toEqual(before);
    });

    it("leave everything unchanged if only the other thread produces non-finite numbers", () => {
      const trainer = trainerOfWide({ workers: 2 });
      const { kept, ...saved } = trainer.save();
      // In the 13th of 16 slices, which begin at whole groups of 64: the worker's are from the 9th on.
      const begin = 64 * Math.floor((12 * kept.length) / 2 / 16 / 64);
      trainer.restore({ ...saved, kept: kept.fill(3e38, begin, begin + 64) });
      const before = trainer.save();
      trainer.differentiate(many[0] as Batch);
      // A sleeping worker may find that this thread has taken all slices: not every time.
      for (let round = 0; round < 60; round++) {
        expect(() => trainer.update()).toThrow("values that are not finite");
      }
      expect(trainer.save()).toEqual(before);
    });
  });

  it("load a loss from its module, and read values of inputs", () => {
    const readout = { population: "output", variable: "v" } as const;
    const values = ["hidden.i_inj"];
    const more = { loss: scaledError({ factor: 3 }), readout, values };
    const given = batches[0] as Batch;
    const inputs = {
      ...given.inputs,
      "hidden.i_inj": {
        steps: 1,
        values: Float64Array.from({ length: 96 * sizes.hidden }, (_, k) => (k % 7) / 1000),
      },
    };
    const targets = new Float64Array(96 * sizes.output).fill(0.4);
    const all = [1, 2].map((workers) =>
      learnt({ ...more, workers }, [{ size: 96, inputs, targets }]),
    );
    expect(all[1]).toEqual(all[0]);
    const plain = learnt({ ...more, loss: squaredError }, [{ size: 96, inputs, targets }]);
    const of = (one: typeof plain | undefined): number => one?.found[0]?.learning.loss ?? 0;
    expect(of(all[1])).toBeCloseTo(3 * of(plain), 12);
  });

  it.each([policyGradient, tempotronLoss({ threshold: 0.5 })])("find $name", async (loss) => {
    const found = await loadOrigin<TrainingLoss>(loss.origin as LossOrigin);
    const [output, target] = [Float64Array.of(0.3, 0.8), Float64Array.of(1, 0)];
    const [one, other] = [new Float64Array(2), new Float64Array(2)];
    expect(found.value(output, target, one)).toBe(loss.value(output, target, other));
    expect(one).toEqual(other);
  });

  it("do not keep a script alive that has ended without closing them", () => {
    const script = fileURLToPath(new URL("./unclosed-trainer.ts", import.meta.url));
    const args = [...scriptFlags, script];
    const { status, stdout } = spawnSync(process.execPath, args, {
      timeout: 50_000,
      encoding: "utf8",
    });
    // A script that is killed after that time has no exit status.
    expect(status).toBe(0);
    expect(Number(stdout)).toBeGreaterThan(0);
  });

  it("fail as one does, in the first failing sample", () => {
    const batch = smallBatch(96, { steps: 12 });
    batch.targets[90] = 7;
    batch.targets[40] = 9;
    for (const workers of [1, 2]) {
      const trainer = trainerOf({ workers });
      expect(() => trainer.differentiate(batch)).toThrow(/labels?.*9/s);
      expect(trainer.evaluate(smallBatch(96, { steps: 12 })).loss).toBeGreaterThan(0);
    }
  });

  it("refuse losses that they do not find, and an invalid number of workers", () => {
    const { origin: _, ...loss } = squaredError;
    expect(() => trainerOf({ workers: 2, loss })).toThrow("which other threads need to load it");
    expect(() => trainerOf({ workers: 0 })).toThrow("an integer of at least 1");
    const module = import.meta.url.replace("workers.test.ts", "own-loss.ts");
    const lost = { ...squaredError, origin: { module, name: "noLoss" } };
    const trainer = trainerOf({
      workers: 2,
      loss: lost,
      readout: { population: "output", variable: "v" },
    });
    const targets = new Float64Array(7 * sizes.output);
    expect(() => trainer.evaluate({ ...smallBatch(7, { steps: 12 }), targets })).toThrow(
      /SL_TRAINING_WORKER.*noLoss|A worker cannot find/s,
    );
  });
});
