import type { Batch, SpikeColumns } from "@spikeloom/kernel";
import { expect, it } from "vitest";
import { makeTrainer } from "../src/index.ts";
import { smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const network = smallNetwork({
  ...(trainedModels[0] as (typeof trainedModels)[number]),
  steps: 12,
});
const batch = smallBatch(70, { steps: 12, rate: 0.3 });
const given = batch.inputs["input"] as SpikeColumns;

const withColumns = (columns: SpikeColumns): Batch => ({ ...batch, inputs: { input: columns } });

it("of 16 bits and of 32 yield the same bits in training", () => {
  // The generated passes read those of 16 bits, this test the others.
  const wide = {
    ...given,
    steps: Uint32Array.from(given.steps),
    neurons: Uint32Array.from(given.neurons),
  };
  for (const target of ["wasm", "js"] as const) {
    const [one, other] = [batch, withColumns(wide)].map((learnt) => {
      const trainer = makeTrainer(smallRequest(network), { target });
      return { found: trainer.differentiate(learnt), gradients: trainer.gradients() };
    });
    expect(other).toEqual(one);
  }
});

/** Change a spike of a sample: its neuron or its step. */
function withFault(example: number, what: "steps" | "neurons", value: number): Batch {
  const changed = { ...given, [what]: given[what].slice() };
  changed[what][(given.begins[example] as number) + 3] = value;
  const targets = batch.targets.slice();
  // An invalid label: invalid spikes are reported first, whichever worker finds them.
  targets[5] = 9;
  return { ...withColumns(changed), targets };
}

it("are refused by name, whichever worker has the sample", () => {
  const trainer = makeTrainer(smallRequest(network, { workers: 2 }));
  try {
    for (const example of [2, 65]) {
      const late = withFault(example, "steps", 12);
      expect(() => trainer.evaluate(late)).toThrow(`inputs.input, sample ${example}`);
      const many = withFault(example, "neurons", 7);
      expect(() => trainer.differentiate(many)).toThrow("neurons from 0 to 6, ascending");
    }
    expect(trainer.evaluate(batch)).toEqual(makeTrainer(smallRequest(network)).evaluate(batch));
  } finally {
    trainer.close();
  }
});

it.each([
  ["begin before the one in front of them", 2, (begins: Uint32Array) => (begins[1] as number) - 1],
  ["begin past the last spike", 1, (begins: Uint32Array) => (begins.at(-1) as number) + 9],
])("whose samples %s are refused, of 16 bits and of 32", (_, example, beginOf) => {
  const begins = given.begins.slice();
  begins[example] = beginOf(begins);
  const { steps, neurons } = given;
  const wide = { begins, steps: Uint32Array.from(steps), neurons: Uint32Array.from(neurons) };
  const trainer = makeTrainer(smallRequest(network));
  for (const columns of [{ ...given, begins }, wide]) {
    expect(() => trainer.differentiate(withColumns(columns))).toThrow(
      "SL_TRAINING_BATCH at inputs.input, sample 1: Samples of a batch overlap",
    );
  }
});
