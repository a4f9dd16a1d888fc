import {
  type BackendRecord,
  type Capability,
  defineNeuron,
  definePlasticity,
  defineSynapse,
  isCapability,
  type NetworkRecord,
  type NeuronRecord,
  type ProjectionRecord,
  type StimulusRecord,
} from "@spikeloom/kernel";
import { requiredCapabilities } from "@spikeloom/network";
import { type Simulated, simulate } from "@spikeloom/simulate";
import { charged } from "./backend-continuous.ts";
import type { Checks, Claim } from "./claim.ts";
import { isAble, type Task } from "./claim-on-network.ts";
import { head, sending } from "./try-networks.ts";

/** A network whose result shows one capability. */
interface Demonstration {
  readonly network: NetworkRecord;
  /** Quantity that the capability changes. */
  readonly what: string;
  measure(simulated: Simulated): Promise<number>;
  readonly expected: number;
  readonly within: number;
}

/**
 * Requirements that a backend has what it says it provides.
 *
 * Each capability has a network that requires it and as little else as possible, with a result in closed form that
 * a backend without the capability misses.
 */
export function capabilityClaims(task: Task): readonly Claim[] {
  const { backend, stack, claim } = task;
  return [
    claim("provides only known capabilities", ({ same }) => {
      same(
        "unknown capabilities",
        backend.provides.filter((name) => !isCapability(name)),
        [],
      );
    }),
    ...backend.provides.filter(isCapability).map((name) => {
      const shown = demonstrations[name];
      return claim(`has the capability "${name}"`, async (checks) => {
        if (shown === undefined) {
          checks.holds("that programs can require it", false, `no program requires "${name}"`);
        } else if (isAble(task, [shown.network])) {
          await demonstrates(shown, task, checks);
        } else {
          const needed = requiredCapabilities(shown.network, stack);
          const lacking = needed.filter((one) => !backend.provides.includes(one));
          checks.same(`capabilities that "${name}" needs and it lacks`, lacking, []);
        }
      });
    }),
  ];
}

async function demonstrates(
  { network, what, measure, expected, within }: Demonstration,
  { backend, stack }: { readonly backend: BackendRecord } & Pick<Task, "stack">,
  { near }: Checks,
): Promise<void> {
  const simulated = await simulate(network, { stack, backend, seed: 5 });
  try {
    await simulated.advance("9.9 ms");
    near(what, await measure(simulated), { expected, within });
  } finally {
    await simulated.close();
  }
}

/** Spikes at 1.03 ms, 2.06 ms, ...: nine times in 9.9 ms, in steps or not. */
const ticker = defineNeuron({
  name: "ticker",
  about: "Spikes at regular intervals.",
  parameters: {},
  state: { v: { initial: 0, unit: "1", about: "part of an interval" } },
  dynamics: { v: "1 / (1.03*ms)" },
  spike: { when: "v >= 1", reset: { v: "v - 1" } },
});

/** Adds the weights that arrive. */
const counter = defineNeuron({
  name: "counter",
  about: "Adds the weights that arrive.",
  parameters: {},
  receptors: { in: { unit: "1", about: "weights", on: { n: "n + weight" } } },
  state: {
    n: { initial: 0, unit: "1", about: "sum of weights" },
    level: { initial: 2.5, unit: "1", about: "a constant" },
  },
});

const network = (
  populations: Readonly<Record<string, NeuronRecord>>,
  rest: Partial<NetworkRecord> = {},
  size = 1,
): NetworkRecord => ({
  ...head,
  ...rest,
  populations: Object.fromEntries(
    Object.entries(populations).map(([name, model]) => [name, { model, size }]),
  ),
});

/** A ticker that projects to a counter; eight of nine spikes arrive within 9.9 ms. */
const counted = (fields: Partial<ProjectionRecord>, rest: Partial<NetworkRecord> = {}) =>
  network(
    { s: ticker, n: counter },
    {
      ...rest,
      projections: [
        {
          name: "p",
          from: "s",
          to: "n",
          connector: { kind: "all-to-all" },
          weight: 1,
          delay: "1 ms",
          ...fields,
        },
      ],
    },
  );

const valuesOf = async (simulated: Simulated, population: string, variable: string) => [
  ...(await simulated.state(population, variable)).values,
];
const sum = (values: readonly number[]): number => values.reduce((all, one) => all + one, 0);
const total = (population: string, variable: string) => async (simulated: Simulated) =>
  sum(await valuesOf(simulated, population, variable));
const weight = async (simulated: Simulated) =>
  sum([...(await simulated.synapses("p", "weight")).values]);
const spikes = async (simulated: Simulated) =>
  (await simulated.result()).spikeCounts["n"] ?? Number.NaN;

const stimulated = (model: NeuronRecord, size: number, stimulus: StimulusRecord): NetworkRecord =>
  network({ n: model }, { stimuli: [stimulus] }, size);

const synapse = (fields: object) =>
  defineSynapse({ name: "shown", about: "Shows a capability.", parameters: {}, ...fields });
const rule = (
  fields: Omit<Parameters<typeof definePlasticity>[0], "name" | "about" | "cite" | "parameters">,
) =>
  definePlasticity({
    name: "shown",
    about: "Shows a capability.",
    cite: ["doi:10.1000/182"],
    parameters: {},
    ...fields,
  });

const count = "synaptic input of a neuron";

/** 400 neurons with 0.2 spikes per ms, and 4.5 standard deviations. */
const random = { expected: 792, within: 127 };

const demonstrations: Readonly<Partial<Record<Capability, Demonstration>>> = {
  delays: {
    network: counted({ delay: "5 ms" }),
    what: count,
    measure: total("n", "n"),
    expected: 4,
    within: 0,
  },
  "zero-delay": {
    network: counted({ delay: "0 ms" }, { convention: "brian2" }),
    what: count,
    measure: total("n", "n"),
    expected: 9,
    within: 0,
  },
  "escape-noise": {
    network: network(
      {
        n: defineNeuron({
          name: "escaping",
          about: "Spikes at a rate.",
          parameters: {},
          state: { v: { initial: 0, unit: "1", about: "number of spikes" } },
          spike: { rate: "0.2/ms", reset: { v: "v + 1" } },
        }),
      },
      {},
      400,
    ),
    what: "spikes",
    measure: spikes,
    ...random,
  },
  noise: {
    network: network(
      {
        n: defineNeuron({
          name: "diffusing",
          about: "Diffuses freely.",
          parameters: {},
          state: { x: { initial: 0, unit: "1", about: "place" } },
          dynamics: { x: "xi * sqrt(1/ms)" },
        }),
      },
      {},
      1000,
    ),
    what: "mean square of a random walk",
    measure: async (simulated) =>
      sum((await valuesOf(simulated, "n", "x")).map((x) => x * x)) / 1000,
    expected: 9.9,
    // 4.5 standard deviations of the mean of 1000 squares.
    within: 4.5 * 9.9 * Math.sqrt(2 / 1000),
  },
  sources: {
    network: {
      ...head,
      populations: { n: { model: sending, size: 1, times: [["1.5 ms", "2.5 ms"]] } },
    },
    what: "spikes",
    measure: spikes,
    expected: 2,
    within: 0,
  },
  "random-sources": {
    network: network(
      {
        n: defineNeuron({
          name: "drawing",
          about: "Draws its spikes.",
          parameters: {},
          source: { process: "poisson", rate: "0.2*kHz", bound: "0.2*kHz" },
        }),
      },
      {},
      400,
    ),
    what: "spikes",
    measure: spikes,
    ...random,
  },
  "current-stimuli": {
    network: stimulated(charged, 1, {
      kind: "steps",
      into: "n",
      times: ["2 ms", "5 ms"],
      values: ["3 pA", "0 pA"],
    }),
    what: "charge in pA ms",
    measure: total("n", "q"),
    expected: 9,
    // One step of 0.1 ms.
    within: 0.31,
  },
  "poisson-stimuli": {
    network: stimulated(counter, 400, { kind: "poisson", into: "n", rate: "0.2 kHz", weight: 1 }),
    what: "arrived spikes",
    measure: total("n", "n"),
    ...random,
  },
  "explicit-step": {
    network: network({
      n: defineNeuron({
        name: "stepping",
        about: "Counts steps.",
        parameters: {},
        state: { k: { initial: 0, unit: "1", about: "number of steps" } },
        step: [{ k: "k + 1" }],
      }),
    }),
    what: "steps",
    measure: total("n", "k"),
    expected: 99,
    within: 0,
  },
  "integer-state": {
    network: network({
      n: defineNeuron({
        name: "wrapping",
        about: "Overflows.",
        parameters: {},
        state: {
          k: {
            initial: 0,
            unit: "1",
            about: "number of steps",
            type: "integer",
            bits: 6,
            overflow: "wrap",
          },
        },
        step: [{ k: "k + 1" }],
      }),
    }),
    what: "99 steps in 6 bits",
    measure: total("n", "k"),
    expected: 99 - 128,
    within: 0,
  },
  "synapse-models": {
    network: counted({ synapse: synapse({ deliver: "2 * weight" }) }),
    what: count,
    measure: total("n", "n"),
    expected: 16,
    within: 0,
  },
  "per-synapse-state": {
    network: counted({
      synapse: synapse({
        state: { sent: { initial: 0, unit: "1", about: "number of spikes" } },
        on: { pre: { sent: "sent + 1" } },
        deliver: "sent",
      }),
    }),
    what: count,
    measure: total("n", "n"),
    // 0 + 1 + ... + 7
    expected: 28,
    within: 0,
  },
  "stepped-synapses": {
    network: counted({
      plasticity: rule({
        dynamics: { weight: { derivative: "1/ms", when: "step" } },
        on: { pre: {} },
      }),
    }),
    what: "weight",
    measure: weight,
    expected: 10.9,
    within: 0.11,
  },
  "synapse-reads": {
    network: counted({
      synapse: synapse({
        reads: { level: { of: "post", variable: "level", unit: "1" } },
        deliver: "weight * level",
      }),
    }),
    what: count,
    measure: total("n", "n"),
    expected: 20,
    within: 1e-9,
  },
  "synapse-events": {
    network: counted({
      plasticity: rule({ on: { teach: { weight: "weight + 1" } } }),
      events: { teach: { from: "s", delay: "1.5 ms" } },
    }),
    what: "weight",
    measure: weight,
    // A synapse is read at its own time, 1 ms ago: seven of the events have acted.
    expected: 8,
    within: 0,
  },
  coupling: {
    network: {
      ...head,
      populations: {
        n: {
          model: defineNeuron({
            name: "coupled",
            about: "Approaches its neighbours.",
            parameters: {},
            inputs: { flow: { unit: "1", about: "sum over neighbours" } },
            state: { v: { initial: 0, unit: "1", about: "level" } },
            dynamics: { v: "flow / (20*ms)" },
          }),
          size: 2,
          initial: { v: { values: [0, 1] } },
        },
      },
      projections: [
        {
          from: "n",
          to: "n",
          connector: { kind: "all-to-all" },
          weight: 1,
          synapse: synapse({
            reads: {
              v_pre: { of: "pre", variable: "v", unit: "1" },
              v_post: { of: "post", variable: "v", unit: "1" },
            },
            coupling: [{ into: "flow", value: "weight * (v_pre - v_post)", unit: "1" }],
          }),
        },
      ],
    } as NetworkRecord,
    what: "difference of two coupled neurons",
    measure: async (simulated) => {
      const [a = 0, b = 0] = await valuesOf(simulated, "n", "v");
      return b - a;
    },
    expected: Math.exp(-0.99),
    // The input is held over a step of 0.1 ms.
    within: 0.01,
  },
  plasticity: {
    network: counted({ plasticity: rule({ on: { pre: { weight: "weight + 1" } } }) }),
    what: "weight",
    measure: weight,
    expected: 9,
    within: 0,
  },
  modulators: {
    network: counted({
      plasticity: rule({
        modulators: { factor: { unit: "1", about: "third factor" } },
        on: { pre: { weight: "weight + factor" } },
      }),
      modulators: { factor: { from: "s", weight: 1, tau: "1e6 ms", delay: "0.5 ms" } },
    }),
    what: "weight",
    measure: weight,
    // At the k-th of eight arrivals, which the synapse has in its own time at 1.03 k ms, the factor is k - 1.
    expected: 29,
    within: 0.001,
  },
  "procedural-connectivity": {
    network: counted({ procedural: true }),
    what: count,
    measure: total("n", "n"),
    expected: 8,
    within: 0,
  },
  structure: {
    network: counted({
      weight: { formula: "1" },
      plasticity: rule({
        on: { pre: {} },
        structure: { every: "1 ms", remove: "weight > 0.5" },
      }),
    }),
    what: "synapses",
    measure: async (simulated) => (await simulated.synapses("p", "weight")).values.length,
    expected: 0,
    within: 0,
  },
  "synapse-recorders": {
    network: counted(
      { weight: 3, plasticity: rule({ on: { pre: {} } }) },
      { recordSynapses: [{ projection: "p", every: "2 ms" }] },
    ),
    what: "sum of the recorded weights",
    measure: async (simulated) => {
      const { synapseRecordings } = await simulated.result();
      return sum(
        synapseRecordings.flatMap(({ sets }) =>
          sets.flatMap(({ snapshots }) => [...(snapshots.get("weight")?.values ?? [])]),
        ),
      );
    },
    // At 0, 2, 4, 6 and 8 ms.
    expected: 15,
    within: 0,
  },
  checkpoint: {
    network: network({ n: ticker }),
    what: "spikes after a return to a checkpoint",
    measure: async (simulated) => {
      const saved = await simulated.save();
      await simulated.advance("7 ms");
      await simulated.restore(saved);
      await simulated.advance("5 ms");
      return spikes(simulated);
    },
    expected: 14,
    within: 0,
  },
};
