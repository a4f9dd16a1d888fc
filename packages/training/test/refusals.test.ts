import type { Batch, LearningRequest, SpikeColumns } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import {
  adam,
  adamW,
  forwardMode,
  makeTrainer,
  rmsProp,
  sgd,
  spikeExamples,
} from "../src/index.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const batch = smallBatch(2);
const model = trainedModels[0] as (typeof trainedModels)[number];
const network = smallNetwork(model);
const small = (more: Partial<LearningRequest> = {}): LearningRequest => smallRequest(network, more);

const nonsense = { population: "output", variable: "nonsense", reduce: "last" } as const;

describe("a trainer refuses", () => {
  const weight = { projection: "input->hidden", variable: "weight" };
  it.each<[string, Partial<LearningRequest>, string]>([
    ["a clip below 0", { clip: -1 }, "at clip"],
    ["a clip that is no number", { clip: Number.NaN }, "at clip"],
    ["the same twice", { trainable: [weight, weight] }, "at trainable[1]"],
    ["nothing to train", { trainable: [] }, "at trainable"],
    ["an unknown precision", { precision: "f16" as never }, "at precision"],
    ["unknown values", { values: ["hidden.none"] }, "at values"],
    ["a state that is not there", { readout: nonsense }, "at readout.variable"],
    ["a population that is not there", { readout: { ...nonsense, population: "none" } }, "readout"],
  ])("%s", (_, more, place) => {
    expect(() => makeTrainer(small(more))).toThrow("SL_TRAINING_OPTION");
    expect(() => makeTrainer(small(more))).toThrow(place);
  });

  it("a missing surrogate", () => {
    const { surrogate: _, ...request } = small();
    expect(() => makeTrainer(request)).toThrow("at surrogate");
  });

  it("normalisation sample by sample, in a forward pass", () => {
    const run = (normalise: NonNullable<LearningRequest["normalise"]>) => () =>
      forwardMode(small({ normalise }), batch, makeTrainer(small()).parameters());
    expect(run([])).not.toThrow();
    expect(run([{ population: "hidden" }])).toThrow(/SL_TRAINING_OPTION at normalise/);
  });

  it("a readout of a missing state", () => {
    const along = makeTrainer(small()).parameters();
    expect(() => forwardMode(small({ readout: nonsense }), batch, along)).toThrow(
      "at readout.variable",
    );
  });
});

describe("an optimiser refuses numbers that would make values NaN", () => {
  it.each<[string, () => unknown]>([
    ["rate", () => sgd({ rate: Number.NaN })],
    ["rate", () => adam({ rate: -1 })],
    ["momentum", () => sgd({ momentum: 1 })],
    ["nesterov", () => sgd({ nesterov: true })],
    ["beta1", () => adam({ beta1: 1 })],
    ["beta2", () => adamW({ beta2: Number.NaN })],
    ["epsilon", () => adam({ epsilon: -1 })],
    ["decay", () => adamW({ decay: Number.POSITIVE_INFINITY })],
    ["alpha", () => rmsProp({ alpha: 1 })],
    ["rateFactor", () => updated(small(), Number.NaN)],
    ["speed", () => updated(small({ optimiser: { ...sgd(), parameters: { speed: Number.NaN } } }))],
  ])("%s", (name, act) => {
    expect(act).toThrow("SL_TRAINING_OPTION");
    expect(act).toThrow(name);
  });

  it.each<[string, Partial<LearningRequest>, string]>([
    [
      "a surrogate with a pole",
      { surrogate: { derivative: "1 / (0 * excess)", reset: "detached" } },
      "The gradients of a batch",
    ],
    [
      "a rule that divides by nothing",
      { optimiser: { ...sgd(), update: { value: "value - rate / (0 * gradient)" } } },
      "An update would make values",
    ],
    ["a rate past all bounds", { optimiser: sgd({ rate: 1e300 }) }, "An update would make values"],
  ])("%s, and leaves everything unchanged", (_, more, text) => {
    for (const clip of [{}, { clip: 1e9 }]) {
      const trainer = makeTrainer(small({ ...more, ...clip }));
      const before = trainer.save();
      trainer.differentiate(batch);
      expect(() => trainer.update()).toThrow(text);
      trainer.differentiate(batch);
      expect(() => trainer.update()).toThrow(/"weight" of ".*", batch 2 since training began/);
      expect(trainer.save()).toEqual(before);
    }
  });

  it("a state that overflows, which would stop its values forever", () => {
    for (const target of ["wasm", "js"] as const) {
      const request = small({ optimiser: adam() });
      const { loss } = request;
      const steep: typeof loss = {
        ...loss,
        value(outputs, targets, slopes) {
          const value = loss.value(outputs, targets, slopes);
          for (let k = 0; k < slopes.length; k++) slopes[k] = 1e22 * (slopes[k] as number);
          return value;
        },
      };
      const trainer = makeTrainer({ ...request, loss: steep }, { target });
      const before = trainer.save();
      trainer.differentiate(batch);
      // Squares of 1e22 are beyond float32.
      expect(() => trainer.update()).toThrow("a state of the optimiser that is not finite");
      expect(trainer.save()).toEqual(before);
    }
  });

  function updated(request: LearningRequest, rateFactor = 1): void {
    const trainer = makeTrainer(request);
    trainer.differentiate(batch);
    trainer.update(rateFactor);
  }
});

describe("a batch is refused", () => {
  const values = ["hidden.i_inj"];
  const given = { steps: 1, values: new Float64Array(12).fill(1) };
  const fed = (inputs: Batch["inputs"]): Batch => ({
    ...batch,
    inputs: { ...batch.inputs, ...inputs },
  });
  const act = (one: Batch) => () => makeTrainer(small({ values })).evaluate(one);

  it("without declared values, or with values that are not finite", () => {
    expect(act(fed({ "hidden.i_inj": given }))).not.toThrow();
    expect(act(batch)).toThrow("The values of an input are missing");
    const odd = given.values.slice();
    odd[7] = Number.NaN;
    expect(act(fed({ "hidden.i_inj": { steps: 1, values: odd } }))).toThrow("i_inj, sample 1");
    const spikes = batch.inputs["input"] as SpikeColumns;
    expect(act(fed({ "hidden.i_inj": spikes }))).toThrow("got spikes");
  });

  it("with unknown names, or spikes before the first sample", () => {
    const spikes = batch.inputs["input"] as SpikeColumns;
    const all = { "hidden.i_inj": given };
    expect(act(fed({ ...all, none: spikes }))).toThrow("an unknown name");
    expect(act(fed({ ...all, "hidden.receptor:input": given }))).toThrow("an unknown name");
    const begins = spikes.begins.slice();
    begins[0] = 5;
    expect(act(fed({ ...all, input: { ...spikes, begins } }))).toThrow("SL_TRAINING_BATCH");
  });
});

it("reports a state that is NaN and does not affect the loss", () => {
  const trainer = makeTrainer(small());
  const { values, ...kept } = trainer.save();
  trainer.restore({ ...kept, values: values.map(() => Number.NaN) });
  expect(() => trainer.evaluate(batch)).toThrow('A state of "hidden" is not finite');
});

describe("samples in columns", () => {
  const begins = Uint32Array.of(0, 1, 2, 3);
  const columns = { begins, steps: Uint16Array.of(0, 0, 0), neurons: Uint16Array.of(0, 1, 2) };

  it.each([
    ["more targets than can be shared out", Float64Array.of(0, 1, 2, 0), 3],
    ["columns of more examples", Float64Array.of(0, 1), 2],
    ["no example", Float64Array.of(0), 0],
  ])("refuse %s", (_, targets, size) => {
    expect(() => spikeExamples({ input: columns }, targets, size)).toThrow("SL_TRAINING_OPTION");
  });

  it("are accepted if they match", () => {
    const examples = spikeExamples({ input: columns }, Float64Array.of(0, 1, 2), 3);
    expect(examples.batch(Uint32Array.of(2)).targets).toEqual(Float64Array.of(2));
  });
});
