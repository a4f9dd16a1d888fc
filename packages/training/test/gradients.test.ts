import type { LearningRequest } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import {
  firstSpikeLoss,
  makeTrainer,
  rateBounds,
  type ShapeName,
  squaredError,
  surrogate,
  surrogateNames,
  surrogateOf,
  vanRossum,
} from "../src/index.ts";
import { gradientErrors } from "./gradient-errors.ts";
import { sizes, smallBatch, smallNetwork, smallRequest } from "./small-task.ts";
import { trainedModels } from "./trained-models.ts";

const batch = smallBatch(2);
const shapes: readonly ShapeName[] = [
  ...(["fast-sigmoid", "arctan", "sigmoid", "gaussian", "triangle"] as const),
  ...(["exponential", "box", "straight-through", "one-sided"] as const),
];
const resets = ["attached", "detached"] as const;
const [lif] = trainedModels as readonly [(typeof trainedModels)[number]];

/** Compare gradients with forward mode, relative to the sum of the magnitudes of a derivative's terms. */
function expectGradients(request: LearningRequest, of = batch): void {
  // Both sum the same products in other orders: some hundred roundings of 1e-16 or 6e-8 each.
  for (const [precision, most] of [
    ["f64", 1e-13],
    ["f32", 1e-5],
  ] as const) {
    for (const found of gradientErrors(request, of, { precision, directions: 1 })) {
      expect(found.size).toBeGreaterThan(1e-6);
      expect(found.error).toBeLessThan(most);
      expect(found.loss).toBeLessThan(1e-5);
    }
  }
}

describe("gradients are those of forward mode", () => {
  // Every model with every reset; the surrogate alternates, and all of them are used in a long run.
  const cases = trainedModels.flatMap((model, k) =>
    resets.flatMap((reset, r) => {
      const taken = long ? shapes : [shapes[(2 * k + r) % shapes.length] as ShapeName];
      return taken.map((shape) => ({ model, reset, shape, of: model.model }));
    }),
  );

  it.each(cases)("$of, $shape, reset $reset", ({ model, reset, shape }) => {
    const { width } = model;
    expectGradients(
      smallRequest(smallNetwork(model), {
        surrogate: surrogate(shape, { width, height: 1 / width, reset }),
      }),
    );
  });

  it("also for parameters that all neurons share", () => {
    const network = smallNetwork({ ...lif, integrator: "euler" });
    const trainable = ["tau_m", "v_threshold", "v_rest"].map((parameter) => {
      return { population: "hidden", parameter };
    });
    const request = smallRequest(network, { trainable, surrogate: surrogateOf("snntorch/atan") });
    expectGradients(request);
    const trainer = makeTrainer(request);
    expect(trainer.parameters().map(({ length }) => length)).toEqual([1, 1, 1]);
  });

  const state = { population: "output", variable: "v" } as const;
  const spikes = { population: "output", variable: "spikes" } as const;
  const rows = (each: number) => ({ ...batch, targets: new Float64Array(2 * each).fill(0.4) });
  const all = sizes.output * 30;
  it.each([
    ["the last potential", { readout: state, loss: squaredError }, rows(sizes.output)],
    ["a mean potential", { readout: { ...state, reduce: "mean" as const } }, batch],
    ["a greatest potential", { readout: { ...state, reduce: "max" as const } }, batch],
    ["a window of counts", { readout: { ...spikes, window: { from: 5, until: 20 } } }, batch],
    [
      "first spikes",
      { readout: { ...spikes, reduce: "first" as const }, loss: firstSpikeLoss() },
      batch,
    ],
    [
      "distances of spike trains",
      {
        readout: { ...spikes, reduce: "each" as const },
        loss: vanRossum({ neurons: sizes.output, dt: 1 }),
      },
      rows(all),
    ],
  ])("of %s", (_, more, of) => expectGradients(smallRequest(smallNetwork(lif), more), of));
});

describe("passes", () => {
  // 17 samples are a whole group and a single one; 40 neurons are whole vectors and a remainder. Gradients of
  // the triangle are 0 for most neurons, those of the other shape for none: they are propagated back in different ways.
  it.each(["fast-sigmoid", "triangle"] as const)(
    "have the same bits in the interpreter, with a %s",
    (shape) => {
      const network = smallNetwork({ ...lif, hidden: 40, steps: 8 });
      const { width } = lif;
      const request = smallRequest(network, {
        surrogate: surrogate(shape, { width: width / 4, height: 1 / width }),
      });
      const batch = smallBatch(17, { steps: 8 });
      for (const precision of ["f32", "f64"] as const) {
        const all = (["wasm", "js"] as const).map((target) => {
          const trainer = makeTrainer({ ...request, precision }, { target });
          const { loss } = trainer.differentiate(batch);
          const gradients = trainer.gradients();
          trainer.update();
          return { loss, gradients, parameters: trainer.parameters() };
        });
        expect(all[0]).toEqual(all[1]);
      }
    },
  );

  it("have the same bits if rows are long", () => {
    const request = smallRequest(smallNetwork({ ...lif, hidden: 256, steps: 9 }));
    const four = smallBatch(4, { steps: 9, rate: 0.8 });
    const [compiled, interpreted] = (["wasm", "js"] as const).map((target) => {
      const trainer = makeTrainer(request, { target });
      const { loss } = trainer.differentiate(four);
      return { loss, gradients: trainer.gradients() };
    });
    // Also through the hidden layer itself.
    expect(compiled?.gradients[1]?.some((one) => one !== 0)).toBe(true);
    expect(compiled).toEqual(interpreted);
  });

  it("of a group of samples are those of forward mode", () => {
    const network = smallNetwork({ ...lif, hidden: 40, steps: 12 });
    for (const shape of ["fast-sigmoid", "triangle"] as const) {
      const { width } = lif;
      const request = smallRequest(network, {
        surrogate: surrogate(shape, { width, height: 1 / width }),
      });
      expectGradients(request, smallBatch(9, { steps: 12 }));
    }
  });

  it("refuse spikes after the end, duplicates, unknown neurons, and invalid labels", () => {
    const trainer = makeTrainer(smallRequest(smallNetwork(lif)));
    const columns = (steps: number[], neurons: number[]) => ({
      size: 1,
      inputs: {
        input: {
          begins: Uint32Array.of(0, steps.length),
          steps: Uint16Array.from(steps),
          neurons: Uint16Array.from(neurons),
        },
      },
      targets: Float64Array.of(0),
    });
    const given = (steps: number[], neurons: number[]) => () =>
      trainer.evaluate(columns(steps, neurons));
    expect(given([30], [0])).toThrow("out of order, or after the end");
    expect(given([3, 2], [0, 1])).toThrow("out of order, or after the end");
    expect(given([3, 3], [1, 1])).toThrow("at most once per step");
    expect(given([3], [sizes.input])).toThrow("SL_TRAINING_BATCH");
    const labelled = { ...columns([3], [0]), targets: Float64Array.of(sizes.output) };
    expect(() => trainer.evaluate(labelled)).toThrow("label has no output neuron");
    const values = { ...labelled, targets: Float64Array.of(Number.NaN) };
    const asked = { loss: squaredError, readout: { population: "output", variable: "v" } };
    const other = makeTrainer(smallRequest(smallNetwork(lif), asked));
    const targets = new Float64Array(sizes.output).fill(Number.NaN);
    expect(() => other.evaluate({ ...values, targets })).toThrow("SL_TRAINING_NOT_FINITE");
  });

  it("include the costs of rates", () => {
    const cost = rateBounds({ population: "hidden", least: 40, most: 60, weight: 0.1 });
    const request = smallRequest(smallNetwork(lif), { precision: "f64" });
    const [plain, costly] = [request, { ...request, costs: [cost] }].map((one) => {
      const trainer = makeTrainer(one);
      return { ...trainer.differentiate(batch), gradients: trainer.gradients() };
    });
    // A neuron of 30 steps is below 40 spikes: each costs 0.1 times the square of the missing number, in the mean.
    expect(costly?.loss).toBeGreaterThan((plain?.loss ?? Number.NaN) + 0.1 * 100);
    // More spikes cost less, so weights onto the hidden layer should increase.
    const sum = (k: number): number =>
      [...(costly?.gradients[k] ?? [])].reduce(
        (total, one, n) => total + one - (plain?.gradients[k]?.[n] ?? 0),
        0,
      );
    expect(sum(0)).toBeLessThan(0);
    expect(sum(2)).toBe(0);
  });
});

describe("surrogates", () => {
  it.each(surrogateNames)("%s scales with the threshold", (name) => {
    const { derivative } = surrogateOf(name);
    expect(derivative).toContain("excess");
    // A threshold of 15 makes it as much wider and lower.
    const wide = surrogateOf(name, { threshold: 15 });
    expect(wide.derivative).not.toBe(derivative);
  });

  it("refuse unknown names and numbers", () => {
    expect(() => surrogateOf("snntorch/none")).toThrow("SL_TRAINING_OPTION");
    expect(() => surrogate("arctan", { width: 0 })).toThrow("above 0");
    const odd = { derivative: "beta * excess", reset: "detached" } as const;
    expect(() => makeTrainer(smallRequest(smallNetwork(lif), { surrogate: odd }))).toThrow(
      '"beta"',
    );
  });
});
