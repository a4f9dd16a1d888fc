import { learningSuite } from "@spikeloom/conformance";
import type { LearningRequest, TrainingLoss } from "@spikeloom/kernel";
import { beginLearning, type LearningTask, trainedNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import {
  adam,
  adamW,
  crossEntropy,
  eventTrainer,
  rateBounds,
  sgd,
  surrogate,
} from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { trainedNumbers } from "../../../tools/test/trained-numbers.ts";
import { bptt, eventProp } from "../src/index.ts";
import { differenceErrors } from "./event-differences.ts";
import { type EventShape, eventBatch, eventNetwork, eventTask } from "./event-network.ts";
import {
  equalSpikeTime,
  equalSpikeTimeByWeight,
  spikeTime,
  spikeTimeByWeight,
} from "./references/event-prop-spike-time.ts";

/** The output itself, so that gradients are derivatives of a spike time. */
const output: TrainingLoss = {
  name: "output",
  targets: () => 1,
  value(outputs, _, slope) {
    slope[0] = 1;
    return outputs[0] ?? Number.NaN;
  },
};

const seeds = long ? [1, 2, 3, 4, 5, 6, 7, 8] : [3];

const potential = { population: "output", variable: "v" } as const;
const readouts = {
  first: {},
  mean: { readout: { ...potential, reduce: "mean" }, loss: crossEntropy },
  max: { readout: { ...potential, reduce: "max" }, loss: crossEntropy },
  last: {
    readout: { ...potential, reduce: "last", window: { from: 5, until: 30 } },
    loss: crossEntropy,
  },
} as const satisfies Record<string, Partial<LearningTask>>;

const shapes: readonly (readonly [string, Omit<EventShape, "seed">, keyof typeof readouts])[] = [
  ["layers, first spikes", {}, "first"],
  ["recurrent, first spikes", { recurrent: true }, "first"],
  ["recurrent, held after spikes, first spikes", { recurrent: true, refractory: 3 }, "first"],
  ["recurrent, mean potential", { recurrent: true, spiking: false }, "mean"],
  ["recurrent, mean potential of what spikes", { recurrent: true, refractory: 2 }, "mean"],
  ["layers, greatest potential", { spiking: false }, "max"],
  ["layers, potential at a time", { spiking: false }, "last"],
  ["both currents as slow as the potential", { recurrent: true, taus: [12, 12] }, "first"],
  ["one as slow, one faster, held", { recurrent: true, refractory: 3, taus: [12, 4] }, "first"],
  ["one as slow, one slower, mean", { spiking: false, taus: [12, 20] }, "mean"],
  ["one faster, one as slow, greatest", { spiking: false, taus: [5, 12] }, "max"],
];

describe("EventProp has the gradients of central differences, by weights and delays", () => {
  it.each(shapes.flatMap((shape) => seeds.map((seed) => [seed, ...shape] as const)))(
    "network %i: %s",
    (seed, _, shape, read) => {
      const network = eventNetwork({ ...shape, seed });
      const request: LearningRequest = { ...eventTask(network, readouts[read]), parameters: {} };
      for (const error of differenceErrors(request, eventBatch(1, seed)))
        expect(error).toBeLessThan(1e-4);
    },
  );
});

describe("EventProp", () => {
  it("spikes when the same network does that is simulated in steps", async () => {
    const drawn = eventNetwork({ seed: 3, recurrent: true, refractory: 2, inhibition: false });
    const projections = (drawn.projections ?? []).map((one) => ({ ...one, delay: "1 ms" }));
    const network = { ...drawn, projections };
    const task = {
      ...eventTask(network),
      trainable: projections.map(({ name = "" }) => ({ projection: name, variable: "weight" })),
      surrogate: surrogate("fast-sigmoid"),
      precision: "f64" as const,
    };
    const batch = eventBatch(4, 5);
    const exact = await beginLearning(eventProp, task);
    const stepped = await beginLearning(bptt, task);
    const [times, steps] = [await exact.evaluate(batch), await stepped.evaluate(batch)];
    expect(times.outputs.filter((one) => one < 40).length).toBeGreaterThan(6);
    // Each of three consecutive spikes is detected up to a step of 0.01 ms late, and sent then.
    times.outputs.forEach((one, k) => {
      expect(Math.abs(one - (steps.outputs[k] ?? Number.NaN))).toBeLessThan(0.04);
    });
  });

  it.each([
    ["is twice the other", 16, spikeTime, spikeTimeByWeight],
    ["is the other", 8, equalSpikeTime, equalSpikeTimeByWeight],
  ] as const)("spikes at the published time if one time constant %s", (_, leak, of, byWeight) => {
    const drawn = eventNetwork({ seed: 1, inhibition: false });
    const [tau, weight] = [8, 40];
    const { input, hidden } = drawn.populations;
    const own = {
      ...hidden,
      size: 1,
      parameters: { ...hidden?.parameters, tau_m: `${leak} ms`, tau_syn_exc: "8 ms" },
    };
    const network = {
      ...drawn,
      populations: { input: { ...input, size: 1 }, hidden: own },
      projections: [{ ...drawn.projections?.[0], delay: "1 ms", weight: `${weight} pA` }],
    } as typeof drawn;
    const readout = { population: "hidden", variable: "spikes", reduce: "first" } as const;
    const task = eventTask(network, { readout, loss: output });
    const trainer = eventTrainer({ ...task, parameters: {} }, { delayRate: 1 });
    const spikes = {
      begins: Uint32Array.of(0, 1),
      steps: Uint16Array.of(200),
      neurons: Uint16Array.of(0),
    };
    const { outputs } = trainer.differentiate({
      size: 1,
      inputs: { input: spikes },
      targets: Float64Array.of(0),
    });
    // The input spikes at 2 ms, and arrives 1 ms later.
    const arrival = { weight, tau, capacity: 100, threshold: 1 };
    expect(outputs[0]).toBeCloseTo(3 + of(arrival), 11);
    const [weights, delays] = trainer.gradients();
    // In ms/pA, as weights are in pA internally. Rounding of the spike time, 1e-15 ms, changes the slope by some 1e-16 mV/ms.
    expect(weights?.[0]).toBeCloseTo(byWeight(arrival), 11);
    expect(delays?.[0]).toBeCloseTo(1, 11);
  });

  it("wakes a silent output, and no other neuron, if requested", async () => {
    const network = eventNetwork({ seed: 3 });
    const projections = (network.projections ?? []).map((one) =>
      one.to === "output" ? { ...one, weight: "-1 pA" } : one,
    );
    const silent = { ...network, projections };
    const batch = eventBatch(2, 4);
    const optimiser = adam({ rate: 0.5 });
    for (const wake of [0, 0.1]) {
      const parameters = { wake };
      const learner = await beginLearning(
        { model: eventProp, parameters },
        eventTask(silent, { optimiser }),
      );
      const before = await learner.parameters();
      for (let k = 0; k < (wake === 0 ? 1 : 40); k++) await learner.step(batch);
      const { outputs } = await learner.evaluate(batch);
      if (wake === 0) expect(await learner.parameters()).toEqual(before);
      // Targets are the first output for the first sample and the second for the second.
      else expect([outputs[0], outputs[4]].every((one) => (one ?? 40) < 40)).toBe(true);
    }
  });

  const request = () =>
    eventTask(eventNetwork({ seed: 3, recurrent: true }), {
      optimiser: adam({ rate: 0.5 }),
      clip: 1,
    });
  const claims = learningSuite(eventProp, { request, batch: eventBatch(3, 4), steps: 60 });
  it.each(claims.map((claim) => [claim.name, claim] as const))("%s", (_, { run }) => run());

  it("stores the learnt values in a network", async () => {
    const begun = request();
    const learner = await beginLearning(eventProp, begun);
    for (let k = 0; k < 3; k++) await learner.step(eventBatch(3, 4));
    const values = await learner.parameters();
    const { trainable } = begun;
    const learnt = trainedNetwork(begun.network, { stack, trainable, values });
    const other = await beginLearning(eventProp, eventTask(learnt));
    expect(await other.parameters()).toEqual(values);
    expect(await other.evaluate(eventBatch(3, 4))).toEqual(
      await learner.evaluate(eventBatch(3, 4)),
    );
    const odd = [{ projection: "input->hidden excitatory", variable: "u" }];
    expect(() => trainedNetwork(begun.network, { stack, trainable: odd, values })).toThrow(
      "SL_VALUE",
    );
  });

  it("leaves delays unchanged without input, and lets weights decay", async () => {
    const optimiser = adamW({ rate: 0.01, decay: 0.1 });
    const learner = await beginLearning(eventProp, eventTask(network, { optimiser }));
    const before = await trainedNumbers(learner);
    const inputs = { begins: Uint32Array.of(0, 0), steps: new Uint16Array(0) };
    await learner.step({
      size: 1,
      targets: Float64Array.of(0),
      inputs: { input: { ...inputs, neurons: new Uint16Array(0) } },
    });
    const [weights, delays] = await trainedNumbers(learner);
    expect(delays).toEqual(before[1]);
    expect(weights).toEqual(before[0]?.map((one) => one - 0.01 * 0.1 * one));
  });

  it("reverts an update whose numbers are not finite", () => {
    const asked = { ...eventTask(network, { optimiser: sgd({ rate: 1e300 }) }), parameters: {} };
    const trainer = eventTrainer(asked, { delayRate: 1e300 });
    const before = trainer.save();
    trainer.differentiate(eventBatch(2, 4));
    expect(() => trainer.update()).toThrow("SL_TRAINING_NOT_FINITE");
    expect(trainer.save()).toEqual(before);
  });

  it("refuses weights by which a neuron spikes twice at the same time", () => {
    const trainer = eventTrainer({ ...eventTask(network), parameters: {} }, { delayRate: 1 });
    const kept = trainer.save();
    const values = kept.values.map((one, k) => (k < 30 ? one * 1e20 : one));
    trainer.restore({ ...kept, values });
    expect(() => trainer.evaluate(eventBatch(1, 4))).toThrow(/sample 0 .* of "hidden"/);
  });

  const network = eventNetwork({ seed: 3 });
  const begin = (task: Partial<LearningTask>) => beginLearning(eventProp, eventTask(network, task));
  const program = (
    parameters: Readonly<Record<string, string>>,
    model = "lif-curr-exp",
    v?: string,
  ) => {
    const { hidden } = network.populations;
    const own = {
      ...hidden,
      size: 4,
      model,
      parameters,
      ...(v !== undefined && { initial: { v } }),
    };
    const changed = { ...network, populations: { ...network.populations, hidden: own } };
    return { network: changed, program: programOf(changed as typeof network, { stack }) };
  };
  const delay = (own: string) => {
    const projections = (network.projections ?? []).map((one) => ({ ...one, delay: own }));
    const changed = { ...network, projections };
    return { network: changed, program: programOf(changed, { stack }) };
  };
  it.each([
    [
      "counts",
      { readout: { population: "output", variable: "spikes" } },
      "spike counts do not change",
    ],
    [
      "rates",
      { costs: [rateBounds({ population: "hidden", most: 2, weight: 1 })] },
      "spike counts have no gradient",
    ],
    [
      "parameters",
      { trainable: [{ population: "hidden", parameter: "tau_m" }] },
      "weight or delay",
    ],
    ["dropout", { dropout: [{ population: "hidden", share: 0.2 }] }, "Expected no dropout"],
    ["half a worker", { workers: 0.5 }, "Expected an integer of at least 1, got 0.5"],
    ["nearly equal ones", program({ tau_m: "4 ms", tau_syn_exc: "4.0001 ms" }), "or are the same."],
    [
      "a reset above the threshold",
      program({ v_reset: "2 mV", v_threshold: "1 mV" }),
      "from below",
    ],
    ["a reset at the threshold", program({ v_reset: "1 mV", v_threshold: "1 mV" }), "from below"],
    ["a delay that rounding loses", delay("1e-7 ms"), "at least 0.000001 ms, got 1e-7 ms"],
    ["a start above the threshold", program({}, "lif-curr-exp", "1 V"), "from below"],
  ] as const)("refuses %s", async (_, task, text) => {
    await expect(begin(task as Partial<LearningTask>)).rejects.toThrow(text);
  });

  it.each([
    ["targets", { targets: Float64Array.of(0) }],
    [
      "inputs.other",
      { inputs: { ...eventBatch(2, 1).inputs, other: { steps: 1, values: new Float64Array(1) } } },
    ],
    ["inputs.input", { inputs: {} }],
  ])("refuses a batch with %s of the wrong size", async (place, change) => {
    const learner = await begin({});
    await expect(learner.evaluate({ ...eventBatch(2, 1), ...change })).rejects.toThrow(place);
  });
});
