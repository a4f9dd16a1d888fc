import {
  createStack,
  defineIntegrator,
  defineNeuron,
  type NetworkRecord,
  type Simulation,
  type Stack,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { prepareJob, type TestJob } from "../../../tools/test/prepare-job.ts";
import { clock } from "../src/index.ts";

const exact = defineIntegrator({
  name: "exact",
  about: "Exact propagator.",
  handles: "linear",
  noise: "none",
  order: Number.POSITIVE_INFINITY,
});
export const stack: Stack = createStack({ plugins: [exact, ...connectors] });

export const leaky = defineNeuron({
  name: "leaky",
  about: "Leaky integrator with a threshold.",
  parameters: { tau: { default: "10 ms", about: "time constant" } },
  receptors: { delta: { unit: "mV", about: "jump", on: { v: "v + weight" } } },
  inputs: { i_inj: { unit: "nA", about: "current" } },
  state: { v: { initial: "0 mV", unit: "mV", about: "potential" } },
  dynamics: { v: "(-v + i_inj * 10*Mohm) / tau" },
  spike: { when: "v >= 15*mV", reset: { v: "0*mV" }, refractory: { for: "2*ms", hold: ["v"] } },
});
export const source = defineNeuron({
  name: "source",
  about: "Given spikes.",
  parameters: {},
  source: { process: "times", times: "times" },
});
export const poisson = defineNeuron({
  name: "poisson",
  about: "Poisson source.",
  parameters: { rate: { default: "20 Hz", about: "rate" } },
  source: { process: "poisson", rate: "rate", bound: "rate" },
});

/** Output of a run of a few steps. */
export interface Seen {
  readonly simulation: Simulation;
  readonly samples: readonly (readonly [step: number, values: readonly number[]])[];
  readonly spikes: readonly (readonly [step: number, neuron: number])[];
}

type Options = Pick<TestJob, "precision" | "workers" | "shards" | "profile"> & {
  readonly target?: "wasm" | "js";
};

/** A network without the header of its file. */
export type Network = Omit<NetworkRecord, "format" | "version">;

/** Run a network in pieces of the given numbers of steps. */
export async function simulate(
  network: Network,
  steps: readonly number[],
  options: Options = {},
): Promise<Seen> {
  const { target = "wasm", ...known } = options;
  const samples: [number, number[]][] = [];
  const spikes: [number, number][] = [];
  const simulation = await prepareJob(clock({ target }), {
    network: { format: "spikeloom-network", version: 1, ...network },
    stack,
    seed: 5,
    ...known,
    sink: {
      samples: (chunk) => {
        const width = chunk.values.length / chunk.steps.length;
        chunk.steps.forEach((step, k) => {
          samples.push([step, [...chunk.values.subarray(k * width, (k + 1) * width)]]);
        });
      },
      spikes: (chunk) => {
        chunk.steps.forEach((step, k) => {
          spikes.push([step, chunk.neurons[k] ?? -1]);
        });
      },
    },
  });
  for (const count of steps) await simulation.advance(count);
  return { simulation, samples, spikes };
}

/** Sixty coupled neurons with noise, with individual weights and delays. */
export const busy: Network = {
  populations: {
    e: {
      model: leaky,
      size: 50,
      parameters: { tau: { draw: "uniform", low: "8 ms", high: "12 ms" } },
    },
    s: { model: poisson, size: 10 },
  },
  projections: [
    {
      from: "e",
      to: "e",
      connector: { kind: "fixed-probability", p: 0.2 },
      weight: { draw: "normal", mean: "1 mV", sd: "0.5 mV" },
      delay: { draw: "uniform", low: "0.1 ms", high: "4 ms" },
    },
    { from: "s", to: "e", connector: { kind: "all-to-all" }, weight: "2 mV", delay: "1 ms" },
  ],
  stimuli: [
    { kind: "poisson", into: "e", rate: "1 kHz", count: 2, weight: "0.8 mV" },
    { kind: "noise", into: "e", mean: "0.2 nA", sd: "0.3 nA", every: "1 ms" },
  ],
  record: [{ population: "e", variables: ["spikes", "v"], every: "1 ms" }],
};
