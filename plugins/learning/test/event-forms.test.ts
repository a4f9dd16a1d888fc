import {
  createStack,
  defineNeuron,
  type LearningRequest,
  type NetworkRecord,
  type NeuronRecord,
} from "@spikeloom/kernel";
import { completeNetwork, type LearningTask } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { crossEntropy, eventTrainer } from "@spikeloom/training";
import { defaultStack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { differenceErrors } from "./event-differences.ts";
import { type EventShape, eventBatch, eventNetwork, eventTask } from "./event-network.ts";

const seeds = long ? [1, 2, 3, 4] : [3];

/**
 * A potential that a spike lowers instead of resetting it, with an adaptation that a spike raises, after two filters.
 */
const lowered = defineNeuron({
  name: "lowered",
  about: "Two filters, a subtractive reset and spike-triggered adaptation.",
  cite: [],
  parameters: { c_m: { default: "100 pF", about: "capacitance" } },
  receptors: {
    excitatory: {
      unit: "nA",
      about: "drives the filters",
      on: { i_1: "i_1 + weight", i_2: "i_2 + 0.3 * weight" },
    },
    inhibitory: { unit: "nA", about: "drives the second filter", on: { i_2: "i_2 + weight" } },
  },
  state: {
    i_1: { initial: "0 nA", unit: "nA", about: "first filter" },
    i_2: { initial: "0 nA", unit: "nA", about: "second filter" },
    v: { initial: "0 mV", unit: "mV", about: "potential" },
    w: { initial: "0.1 mV", unit: "mV", about: "adaptation" },
  },
  dynamics: {
    i_1: "-i_1 / (3 * ms)",
    i_2: "(i_1 - i_2) / (5 * ms)",
    v: "-v / (12 * ms) - w / (30 * ms) + i_2 / c_m",
    w: "-w / (40 * ms)",
  },
  spike: {
    when: "v - 0.5 * w >= 1 * mV",
    reset: { v: "v - 0.9 * mV", w: "w + 0.3 * mV", i_2: "0.5 * i_2" },
    refractory: { for: "1.5 ms", hold: ["v"] },
  },
});
const stack = createStack({ plugins: [defaultStack, lowered] });

const mat2 = {
  c_m: "100 pF",
  tau_m: "12 ms",
  v_rest: "0 mV",
  omega: "1 mV",
  alpha_1: "1 mV",
  alpha_2: "0.3 mV",
  tau_refrac: "1.1 ms",
  tau_syn_exc: "4 ms",
  tau_syn_inh: "7 ms",
};

interface Neurons {
  readonly model: string;
  /** Parameters of `lif-curr-exp` by default. */
  readonly parameters?: Readonly<Record<string, string>>;
}

function networkOf({ model, parameters }: Neurons, shape: EventShape): NetworkRecord {
  const drawn = eventNetwork(shape);
  const populations = Object.entries(drawn.populations).map(([name, one]) => {
    if (name === "input") return [name, one] as const;
    const { initial: _, ...rest } = one;
    return [name, { ...rest, model, parameters: parameters ?? one.parameters }] as const;
  });
  return { ...drawn, populations: Object.fromEntries(populations) } as NetworkRecord;
}

const read = (variable: string, reduce: string): Partial<LearningTask> => ({
  readout: { population: "output", variable, reduce: reduce as "mean" },
  loss: crossEntropy,
});

const cases: readonly (readonly [
  string,
  Neurons,
  Omit<EventShape, "seed">,
  Partial<LearningTask>,
])[] = [
  [
    "alpha currents, first spikes",
    { model: "lif-curr-alpha" },
    { recurrent: true, refractory: 2 },
    {},
  ],
  [
    "alpha currents as slow as the potential, greatest potential",
    { model: "lif-curr-alpha" },
    { spiking: false, taus: [12, 12] },
    read("v", "max"),
  ],
  [
    "thresholds on two time scales, first spikes",
    { model: "mat2-curr-exp", parameters: mat2 },
    { recurrent: true },
    {},
  ],
  [
    "thresholds on two time scales, mean of one",
    { model: "mat2-curr-exp", parameters: mat2 },
    {},
    read("v_th_2", "mean"),
  ],
  [
    "lowered potential, first spikes",
    { model: "lowered", parameters: {} },
    { recurrent: true },
    {},
  ],
  [
    "lowered potential, mean of it",
    { model: "lowered", parameters: {} },
    { recurrent: true },
    read("v", "mean"),
  ],
  [
    "lowered potential, greatest adaptation",
    { model: "lowered", parameters: {} },
    {},
    read("w", "max"),
  ],
];

/** Networks of two layers of a model, with one synapse between each pair of neurons. */
function requestOf(model: NeuronRecord): LearningRequest {
  const [receptor, { unit }] = Object.entries(model.receptors ?? {})[0] as [
    string,
    { unit: string },
  ];
  const record = {
    format: "spikeloom-network",
    version: 1,
    dt: model.name === "izhikevich-2003-network" ? "1 ms" : "0.1 ms",
    duration: "20 ms",
    populations: {
      input: { model: "spike-array", size: 2 },
      output: { model: model.name, size: 2 },
    },
    projections: [
      {
        name: "in",
        from: "input",
        to: "output",
        receptor,
        connector: { kind: "all-to-all" },
        weight: /^[a-z]/i.test(unit) ? `1 ${unit}` : 1,
        delay: "1 ms",
      },
    ],
  } as unknown as NetworkRecord;
  const network = completeNetwork(record, stack);
  const trainable = [{ projection: "in", variable: "delay" }];
  return { ...eventTask(network, { trainable, stack }), network, stack, parameters: {} };
}

it("EventProp trains every neuron with a closed form, and refuses the others with a reason", () => {
  const trained: string[] = [];
  const models = defaultStack.list("neuron").filter(({ receptors, source }) => {
    return source === undefined && Object.keys(receptors ?? {}).length > 0;
  });
  for (const model of models) {
    const request = requestOf(model);
    try {
      eventTrainer(request, { delayRate: 1 });
      trained.push(model.name);
    } catch (fault) {
      expect(fault).toMatchObject({ code: "SL_NOT_SOLVED" });
      expect((fault as Error).message).toMatch(/populations\.output, .*got/);
    }
  }
  expect(models.length).toBeGreaterThan(40);
  // Those that the event backend runs in closed form; "lif" has one too, but no receptor.
  expect(trained.sort()).toEqual([
    "if-delta",
    "lif-curr-alpha",
    "lif-curr-exp",
    "lif-delta",
    "mat2-curr-exp",
  ]);
});

describe("EventProp has the gradients of central differences for other linear equations", () => {
  it.each(cases.flatMap((one) => seeds.map((seed) => [seed, ...one] as const)))(
    "network %i: %s",
    (seed, _, neurons, shape, more) => {
      const network = networkOf(neurons, { ...shape, seed });
      const task = eventTask(eventNetwork({ ...shape, seed }), more);
      const program = programOf(network, { stack });
      const request: LearningRequest = { ...task, network, program, stack, parameters: {} };
      for (const error of differenceErrors(request, eventBatch(1, seed))) {
        expect(error).toBeLessThan(1e-4);
      }
    },
  );
});
