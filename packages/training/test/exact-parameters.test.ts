import type { LearningRequest, Trainable } from "@spikeloom/kernel";
import { completeNetwork, trainedNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { makeTrainer, squaredError, surrogate } from "../src/index.ts";
import { gradientErrors } from "./gradient-errors.ts";
import { type SmallNetwork, sizes, smallBatch, smallNetwork, smallRequest } from "./small-task.ts";

const of = (population: string, ...parameters: readonly string[]): readonly Trainable[] =>
  parameters.map((parameter) => ({ population, parameter }));

const delta = { model: "lif-delta", weight: [20, "mV"] } as const;
const current = { model: "lif-curr-exp", receptor: "excitatory", weight: [2.5, "nA"] } as const;
const times = ["tau_m", "c_m", "tau_syn_exc"];

const cases: readonly (SmallNetwork & {
  readonly trained: readonly string[];
  readonly name: string;
})[] = [
  { ...delta, name: "a leak", trained: ["tau_m"] },
  {
    ...delta,
    name: "a leak that differs, refractory",
    parameters: { tau_m: "uniform", tau_refrac: "2 ms" },
    trained: ["tau_m", "v_rest", "v_threshold"],
  },
  { ...current, name: "currents", trained: times },
  {
    ...current,
    name: "a current as fast as the leak",
    parameters: { tau_m: "5 ms", tau_syn_exc: "5 ms" },
    trained: times,
  },
  {
    model: "lif-curr-alpha",
    receptor: "excitatory",
    weight: [2.5, "nA"],
    name: "alpha currents",
    trained: times,
  },
];

/** Create a network whose populations have individual time constants if requested. */
function networkOf({ parameters = {}, ...small }: SmallNetwork) {
  const network = smallNetwork({
    ...small,
    parameters: Object.fromEntries(
      Object.entries(parameters).filter(([, value]) => value !== "uniform"),
    ),
  });
  if (parameters["tau_m"] !== "uniform") return network;
  const { hidden } = network.populations;
  const tau = { values: Array.from({ length: sizes.hidden }, (_, n) => 12 + 3 * n), unit: "ms" };
  return completeNetwork(
    {
      ...network,
      populations: {
        ...network.populations,
        ...(hidden && { hidden: { ...hidden, parameters: { ...hidden.parameters, tau_m: tau } } }),
      },
    },
    stack,
  );
}

describe("parameters of exactly solved steps", () => {
  it.each(cases)("have the gradients of forward mode: $name", ({ trained, ...small }) => {
    const network = networkOf(small);
    const trainable = [
      ...of("hidden", ...trained),
      ...of("output", ...trained),
      { projection: "input->hidden", variable: "weight" },
    ];
    const request = smallRequest(network, {
      trainable,
      surrogate: surrogate("arctan", { width: 8, height: 1 / 8, reset: "attached" }),
    });
    for (const [precision, most] of [
      ["f64", 1e-12],
      ["f32", 1e-4],
    ] as const) {
      for (const found of gradientErrors(request, smallBatch(2), { precision, directions: 3 })) {
        expect(found.size).toBeGreaterThan(1e-6);
        expect(found.error).toBeLessThan(most);
      }
    }
  });

  /** Neurons that never spike, so that the loss has a derivative without a surrogate. */
  const silent = (small: SmallNetwork): LearningRequest => {
    const network = networkOf({
      ...small,
      parameters: { ...small.parameters, v_threshold: "1000 V" },
    });
    return smallRequest(network, {
      trainable: of("output", ...(small.model === "lif-delta" ? ["tau_m", "v_rest"] : times)),
      readout: { population: "output", variable: "v", reduce: "mean" },
      loss: squaredError,
      precision: "f64",
      // Then only the input reaches the output.
      network: {
        ...network,
        projections: (network.projections ?? []).map((one) =>
          one.name === "hidden->output" ? { ...one, from: "input" } : one,
        ),
      },
    });
  };

  it.each([delta, current])("have the gradients of finite differences: $model", (small) => {
    const asked = silent(small);
    const network = completeNetwork(asked.network, stack);
    const request = { ...asked, network, program: programOf(network, { stack }) };
    const batch = {
      ...smallBatch(2),
      targets: new Float64Array(2 * sizes.output).fill(-60),
    };
    const trainer = makeTrainer(request);
    trainer.differentiate(batch);
    const gradients = trainer.gradients();
    const start = trainer.parameters();
    start.forEach((values, k) => {
      const h = 1e-5 * Math.max(1, Math.abs(values[0] as number));
      const lossAt = (move: number): number => {
        trainer.assign(start.map((one, j) => (j === k ? one.map((x) => x + move) : one)));
        return trainer.evaluate(batch).loss;
      };
      const wanted = (lossAt(h) - lossAt(-h)) / (2 * h);
      const found = gradients[k]?.reduce((sum, one) => sum + one, 0) ?? Number.NaN;
      expect(Math.abs(wanted)).toBeGreaterThan(1e-9);
      expect(Math.abs(found / wanted - 1), `parameter ${k}`).toBeLessThan(1e-6);
    });
  });

  it("yield the bits of a network with these parameters, however they were reached", () => {
    const request = smallRequest(networkOf(delta), {
      trainable: of("hidden", "tau_m"),
      surrogate: surrogate("arctan", { width: 8, height: 1 / 8 }),
    });
    const batch = smallBatch(9);
    const trainer = makeTrainer(request);
    const saved = trainer.save();
    for (let k = 0; k < 3; k++) {
      trainer.differentiate(batch);
      trainer.update(300);
    }
    const values = trainer.parameters();
    expect(values[0]?.[0]).not.toBe(10);
    const network = trainedNetwork(request.network, {
      stack,
      trainable: request.trainable,
      values,
    });
    const again = { ...request, network, program: programOf(network, { stack }), trainable: [] };
    const plain = { ...again, trainable: [{ projection: "input->hidden", variable: "weight" }] };
    expect(makeTrainer(plain).evaluate(batch)).toEqual(trainer.evaluate(batch));
    trainer.restore(saved);
    expect(trainer.evaluate(batch)).toEqual(makeTrainer(request).evaluate(batch));
  });

  it("are refused with the name of the population if another learner cannot train them", () => {
    const guarded = smallNetwork({ model: "lif-delta", weight: [20, "mV"] });
    const request = smallRequest(guarded, { trainable: of("hidden", "no_such") });
    expect(() => makeTrainer(request)).toThrow(/SL_NOT_DERIVED[\s\S]*populations\.hidden/);
  });
});
