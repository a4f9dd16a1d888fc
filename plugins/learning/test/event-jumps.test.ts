import {
  type Batch,
  defineNeuron,
  type LearningRequest,
  type NetworkRecord,
  type TrainingLoss,
} from "@spikeloom/kernel";
import { beginLearning, type LearningTask } from "@spikeloom/network";
import { crossEntropy, eventTrainer, surrogate } from "@spikeloom/training";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { bptt, eventProp } from "../src/index.ts";
import { differenceErrors } from "./event-differences.ts";
import { eventBatch, eventNetwork, eventTask, eventUntil } from "./event-network.ts";

const seeds = long ? [1, 2, 3, 4, 5, 6, 7, 8] : [3];

interface JumpShape {
  readonly seed: number;
  /** Populations whose potential jumps; the others have currents. */
  readonly jumps: readonly ("hidden" | "output")[];
  readonly recurrent?: boolean;
  readonly refractory?: number;
  /** Resting potential of neurons that jump, with a threshold of 1 mV. */
  readonly rest?: string;
  readonly spiking?: boolean;
  /** Mean jump in mV. */
  readonly jump?: number;
}

const own = ["tau_m", "c_m", "v_reset", "v_threshold", "tau_refrac"] as const;

/** The network of the EventProp tests with lif-delta in some populations. */
function jumpNetwork({ jumps, rest = "0 mV", jump = 0.5, ...shape }: JumpShape): NetworkRecord {
  const drawn = eventNetwork({ ...shape, inhibition: false });
  const populations = Object.entries(drawn.populations).map(([name, population]) => {
    if (!jumps.some((one) => one === name)) return [name, population] as const;
    const kept = own.map((parameter) => [parameter, population.parameters?.[parameter]] as const);
    const parameters = { ...Object.fromEntries(kept), v_rest: rest };
    const initial = { v: "0 mV" };
    return [name, { ...population, model: "lif-delta", parameters, initial }] as const;
  });
  const projections = (drawn.projections ?? []).map((one) => {
    if (!jumps.some((name) => name === one.to)) return one;
    const mean = one.from === "hidden" && one.to === "hidden" ? -0.8 * jump : jump;
    const weight = { draw: "normal" as const, mean: `${mean} mV`, sd: `${0.6 * jump} mV` };
    return { ...one, receptor: "delta", weight };
  });
  return { ...drawn, populations: Object.fromEntries(populations), projections } as NetworkRecord;
}

/** The output itself. */
const time: TrainingLoss = {
  name: "output",
  targets: () => 1,
  value(output, _, slope) {
    slope.fill(1);
    return output[0] ?? Number.NaN;
  },
};

const potential = { population: "output", variable: "v" } as const;
const mean: Partial<LearningTask> = {
  readout: { ...potential, reduce: "mean" },
  loss: crossEntropy,
};
const max: Partial<LearningTask> = { readout: { ...potential, reduce: "max" }, loss: crossEntropy };
const last: Partial<LearningTask> = {
  readout: { ...potential, reduce: "last", window: { from: 5, until: 30 } },
  loss: crossEntropy,
};

/** Delays onto neurons that spike only by jumps, and weights and delays onto all others. */
function trainedBy(network: NetworkRecord, fixed: readonly string[]) {
  return (network.projections ?? []).flatMap(({ name = "", to }) => {
    const variables = fixed.includes(to) ? ["delay"] : ["weight", "delay"];
    return variables.map((variable) => ({ projection: name, variable }));
  });
}

type Case = readonly [string, Omit<JumpShape, "seed">, readonly string[], Partial<LearningTask>];
const cases: readonly Case[] = [
  ["delays of jumps, first spikes by currents", { jumps: ["hidden"] }, ["hidden"], {}],
  ["held after spikes", { jumps: ["hidden"], refractory: 2 }, ["hidden"], {}],
  ["first spikes by jumps", { jumps: ["hidden", "output"], jump: 0.8 }, ["hidden", "output"], {}],
  ["currents, then jumps", { jumps: ["output"], spiking: false }, [], mean],
  ["mean potential", { jumps: ["hidden", "output"], spiking: false }, ["hidden"], mean],
  ["potential at a time", { jumps: ["hidden", "output"], spiking: false }, ["hidden"], last],
  ["maximum potential", { jumps: ["hidden", "output"], spiking: false }, ["hidden"], max],
  ["mean of what spikes", { jumps: ["output"], refractory: 3 }, [], mean],
  ["maximum of what spikes", { jumps: ["output"], refractory: 1 }, [], max],
  ["spikes without a jump", { jumps: ["hidden"], rest: "1.5 mV", jump: 0.1 }, [], {}],
  [
    "spikes without a jump, recurrent and held",
    { jumps: ["hidden", "output"], rest: "1.2 mV", jump: 0.1, recurrent: true, refractory: 2 },
    [],
    mean,
  ],
];

/** Each spike lowers the potential by the threshold, so a jump of 2.4 thresholds causes two spikes at once. */
const subtractive = defineNeuron({
  name: "subtractive",
  about: "A spike lowers the potential by the threshold.",
  cite: [],
  parameters: {
    tau_m: { default: "12 ms", about: "decay of the potential" },
    v_threshold: { default: "1 mV", about: "threshold" },
  },
  receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
  dynamics: { v: "-v / tau_m" },
  spike: { when: "v >= v_threshold", reset: { v: "v - v_threshold" } },
});

describe("EventProp has the gradients of central differences where the potential jumps", () => {
  it.each(seeds)("network %i: two spikes at one time", (seed) => {
    const drawn = eventNetwork({ seed, inhibition: false });
    const network = {
      ...drawn,
      models: { subtractive },
      populations: { ...drawn.populations, hidden: { model: "subtractive", size: 6 } },
      projections: (drawn.projections ?? []).map((one) =>
        one.to === "hidden" ? { ...one, receptor: "delta", weight: "2.4 mV" } : one,
      ),
    } as unknown as NetworkRecord;
    const trainable = trainedBy(network, ["hidden"]);
    const request: LearningRequest = { ...eventTask(network, { trainable }), parameters: {} };
    for (const error of differenceErrors(request, eventBatch(1, seed), 1)) {
      expect(error).toBeLessThan(1e-4);
    }
  });

  it.each(cases.flatMap((one) => seeds.map((seed) => [seed, ...one] as const)))(
    "network %i: %s",
    (seed, _, shape, fixed, more) => {
      const network = jumpNetwork({ ...shape, seed });
      const trainable = trainedBy(network, fixed);
      const request: LearningRequest = {
        ...eventTask(network, { ...more, trainable }),
        parameters: {},
      };
      for (const error of differenceErrors(request, eventBatch(1, seed), 1)) {
        expect(error).toBeLessThan(1e-4);
      }
    },
  );
});

/** A batch of one sample with these spikes of input neurons, sorted. */
function sample(...spikes: readonly (readonly [step: number, neuron: number])[]): Batch {
  return {
    size: 1,
    inputs: {
      input: {
        begins: Uint32Array.of(0, spikes.length),
        steps: Uint16Array.from(spikes, ([step]) => step),
        neurons: Uint16Array.from(spikes, ([, neuron]) => neuron),
      },
    },
    targets: Float64Array.of(0),
  };
}

describe("a jump across the threshold", () => {
  const drawn = jumpNetwork({ seed: 3, jumps: ["hidden", "output"], refractory: 2 });
  const all = trainedBy(drawn, []);

  it("causes the spike that it causes in the same network in steps", async () => {
    const projections = (drawn.projections ?? []).map((one) => ({ ...one, delay: "1 ms" }));
    const network = { ...drawn, projections, dt: "1 ms" };
    const readout = { population: "output", variable: "spikes", reduce: "first" } as const;
    const trainable = projections.map(({ name = "" }) => ({ projection: name, variable: "delay" }));
    const given = [0, 1, 2, 3, 5, 8, 9, 13, 14, 20, 21, 27].flatMap((step) =>
      [...new Set([2, step % 5])].toSorted().map((neuron) => [step, neuron] as const),
    );
    const batch = sample(...given);
    const exact = await beginLearning(eventProp, eventTask(network, { trainable }));
    const stepped = await beginLearning(bptt, {
      ...eventTask(network, { readout }),
      trainable: [{ projection: "input->hidden excitatory", variable: "weight" }],
      surrogate: surrogate("fast-sigmoid"),
      precision: "f64",
    });
    const [times, steps] = [await exact.evaluate(batch), await stepped.evaluate(batch)];
    expect(times.outputs.filter((one) => one < eventUntil).length).toBeGreaterThan(0);
    expect(times.outputs).toEqual(steps.outputs);
  });

  it("has no gradient by weights, which is reported as an error", async () => {
    const begin = (task: Partial<LearningTask>) => beginLearning(eventProp, eventTask(drawn, task));
    await expect(begin({ trainable: all })).rejects.toMatchObject({
      code: "SL_NOT_TRAINED",
      message: expect.stringMatching(
        /trainable\[0\].*do not depend on the weights of "input->hidden excitatory".*lif-curr-exp for "hidden".*bptt.*delays/s,
      ),
    });
    const delays = all.filter(({ variable }) => variable === "delay");
    await expect(begin({ trainable: delays })).resolves.toBeDefined();
    // A potential that is read out depends on the weights onto it.
    const outer = [{ projection: "hidden->output excitatory", variable: "weight" }];
    await expect(begin({ trainable: outer })).rejects.toThrow("SL_NOT_TRAINED");
    await expect(begin({ ...mean, trainable: outer })).resolves.toBeDefined();
  });

  it("moves a spike by as much as the delay of the arrival that causes it", () => {
    const one = (population: NetworkRecord["populations"][string] | undefined) => ({
      ...population,
      size: 1,
    });
    const { input, hidden } = drawn.populations;
    const network = {
      ...drawn,
      populations: { input: { ...input, size: 2 }, hidden: one(hidden) },
      projections: [{ ...drawn.projections?.[0], delay: "1.5 ms", weight: "0.6 mV" }],
    } as NetworkRecord;
    const trainer = eventTrainer(
      {
        ...eventTask(network, {
          readout: { population: "hidden", variable: "spikes", reduce: "first" },
          loss: time,
          trainable: [{ projection: "input->hidden excitatory", variable: "delay" }],
        }),
        parameters: {},
      },
      { delayRate: 1 },
    );
    // Steps are of 0.01 ms. The first arrival leaves the potential below the threshold.
    const { outputs } = trainer.differentiate(sample([200, 1], [300, 0]));
    expect(outputs[0]).toBe(4.5);
    expect([...(trainer.gradients()[0] ?? [])]).toEqual([1, 0]);
    // Jumps at the same time add up; the one that reaches the threshold causes the spike.
    expect(trainer.differentiate(sample([200, 0], [200, 1])).outputs[0]).toBe(3.5);
    expect([...(trainer.gradients()[0] ?? [])]).toEqual([0, 1]);
  });
});

it("the maximum potential moves with the inhibition that ends its rise", () => {
  const drawn = eventNetwork({ seed: 3, spiking: false });
  const { input, output } = drawn.populations;
  const onto = (receptor: string, source: number, weight: string) => ({
    name: receptor,
    from: "input",
    to: "output",
    receptor,
    delay: "1 ms",
    connector: { kind: "pairs", pairs: [[source, 0]] },
    weight,
  });
  const network = {
    ...drawn,
    populations: { input: { ...input, size: 2 }, output: { ...output, size: 1 } },
    projections: [onto("excitatory", 0, "40 pA"), onto("inhibitory", 1, "-200 pA")],
  } as unknown as NetworkRecord;
  const trainable = ["excitatory", "inhibitory"].map((projection) => ({
    projection,
    variable: "delay",
  }));
  const request: LearningRequest = {
    ...eventTask(network, { ...max, loss: time, trainable }),
    parameters: {},
  };
  for (const error of differenceErrors(request, sample([100, 0], [500, 1]), 1)) {
    expect(error).toBeLessThan(1e-6);
  }
});
