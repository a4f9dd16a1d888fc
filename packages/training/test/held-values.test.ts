import type { Batch, NetworkRecord } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { stream, streamKey } from "@spikeloom/random";
import { defaultStack as stack } from "spikeloom";
import { expect, it } from "vitest";
import { crossEntropy, makeTrainer, surrogateOf } from "../src/index.ts";
import { gradientErrors } from "./gradient-errors.ts";
import { smallRequest } from "./small-task.ts";

const steps = 9;
const draws = stream(streamKey(8, "held"), 0);
const drawn = (count: number, most: number): Float64Array =>
  Float64Array.from({ length: count }, () => most * (2 * draws.uniform() - 0.6));

const [rows, columns] = [5, 4];
const window = { kind: "convolution", rows, columns, kernelRows: 2, kernelColumns: 3 };
const first = {
  name: "input->spiking",
  from: "input",
  to: "spiking",
  delay: "1 ms",
  synapse: "analog-values",
  connector: window,
  weight: { values: drawn(12, 0.5), unit: "1" },
};
const dense = {
  ...first,
  connector: { kind: "all-to-all" },
  weight: { values: drawn(20 * 16, 0.3), unit: "1" },
};
/** A second projection that adds to the same sums. */
const more = { ...first, name: "again", weight: { values: drawn(12, 0.5), unit: "1" } };

function networkOf(projections: readonly object[]): NetworkRecord {
  const record = {
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    seed: 4,
    convention: "frameworks",
    duration: `${steps} ms`,
    populations: {
      input: { model: "analog-identity", size: 20 },
      spiking: { model: "snntorch-leaky", size: 16, parameters: { beta: 0.8, threshold: 0.5 } },
      output: { model: "analog-identity", size: 3 },
    },
    projections: [
      ...projections,
      {
        name: "spiking->output",
        from: "spiking",
        to: "output",
        delay: "1 ms",
        receptor: "spikes",
        connector: { kind: "all-to-all" },
        weight: { values: drawn(48, 0.7), unit: "1" },
      },
    ],
  };
  return completeNetwork(record as unknown as NetworkRecord, stack);
}

/** Values that are constant for some steps, that change, and of which a single one changes in one step. */
function batch(): Batch {
  const values = new Float64Array(2 * steps * 20);
  for (let example = 0; example < 2; example++) {
    let row = drawn(20, 1);
    for (let step = 0; step < steps; step++) {
      if (step === 3 + example) row = drawn(20, 1);
      if (step === 6) row[19] = 0.7;
      values.set(row, (example * steps + step) * 20);
    }
  }
  const targets = Float64Array.of(0, 2);
  return { size: 2, inputs: { "input.x_values": { steps, values } }, targets };
}

it.each([
  ["through a window", [first]],
  ["to all", [dense]],
  ["beside others that add to the same sums", [first, more]],
])("constant values have the gradients of forward mode: %s", (_, projections) => {
  const network = networkOf(projections);
  const request = smallRequest(network, {
    trainable: (network.projections ?? []).map(({ name = "" }) => {
      return { projection: name, variable: "weight" };
    }),
    values: ["input.x_values"],
    loss: crossEntropy,
    surrogate: surrogateOf("snntorch/atan"),
    readout: { population: "output", variable: "v", reduce: "mean" },
  });
  const given = batch();
  // As elsewhere: some hundred roundings of 1e-16 or 6e-8 each.
  for (const [precision, most] of [["f64", 1e-13] as const, ["f32", 1e-5] as const]) {
    for (const found of gradientErrors(request, given, { precision, directions: 2 })) {
      expect(found.size).toBeGreaterThan(1e-6);
      expect(found.error).toBeLessThan(most);
      expect(found.loss).toBeLessThan(1e-5);
    }
  }
  const [compiled, interpreted] = (["wasm", "js"] as const).map((target) => {
    const trainer = makeTrainer({ ...request, precision: "f32" }, { target });
    return { found: trainer.differentiate(given), gradients: trainer.gradients() };
  });
  expect(compiled).toEqual(interpreted);
});
