import type { NetworkRecord, SavedState, Simulation } from "@spikeloom/kernel";
import { prepareJob } from "../../../tools/test/prepare-job.ts";
import { clock } from "../src/index.ts";
import { type Network, stack } from "./simulate.ts";

/** Options of running a network of plastic synapses. */
export interface LearnOptions {
  readonly target?: "wasm" | "js";
  readonly plasticity?: "lazy" | "eager";
  readonly shards?: number;
  readonly workers?: number;
  readonly precision?: "f64" | "f32";
  /** State to resume from. */
  readonly state?: SavedState;
}

/** Variables to compare, by projection and by population. */
export interface Looks {
  readonly synapses: Readonly<Record<string, readonly string[]>>;
  readonly neurons: Readonly<Record<string, readonly string[]>>;
}

/** Final state of a run: synapses, neurons, and all spikes. */
export interface Learnt {
  readonly hash: string;
  readonly values: Readonly<Record<string, readonly number[]>>;
  /** Times and neurons of the recorded spikes. */
  readonly spikes: readonly (readonly [stamp: number, neuron: number])[];
}

/** Prepare a network for learning. */
export function prepareLearning(
  network: Network,
  options: LearnOptions = {},
  heard: (readonly [stamp: number, neuron: number])[] = [],
): Promise<Simulation> {
  const { target = "wasm", plasticity, shards = 1, workers = 1, precision = "f64" } = options;
  const { state } = options;
  const record: NetworkRecord = { format: "spikeloom-network", version: 1, ...network };
  return prepareJob(clock({ target }), {
    plasticity,
    network: record,
    stack,
    seed: 11,
    precision,
    shards,
    workers,
    ...(state && { state }),
    sink: {
      samples: () => undefined,
      spikes: ({ steps, neurons }) => {
        steps.forEach((step, k) => void heard.push([step, neurons[k] ?? -1]));
      },
    },
  });
}

/** Run a network in pieces, reading the weights in between, and return its final state. */
export async function learn(
  network: Network,
  { pieces, looks, ...options }: LearnOptions & { pieces: readonly number[]; looks: Looks },
): Promise<Learnt> {
  const spikes: (readonly [number, number])[] = [];
  const simulation = await prepareLearning(network, options, spikes);
  try {
    for (const steps of pieces) {
      await simulation.advance(steps);
      for (const name of Object.keys(looks.synapses))
        await simulation.synapseState?.(name, "weight");
    }
    return { hash: await simulation.spikeHash(), values: await lookAt(simulation, looks), spikes };
  } finally {
    await simulation.close();
  }
}

/** Read the state of synapses and neurons. */
export async function lookAt(
  simulation: Simulation,
  { synapses, neurons }: Looks,
): Promise<Learnt["values"]> {
  const values: Record<string, readonly number[]> = {};
  for (const [name, variables] of Object.entries(synapses)) {
    for (const variable of variables) {
      values[`${name}.${variable}`] = [
        ...((await simulation.synapseState?.(name, variable)) ?? []),
      ];
    }
  }
  for (const [name, variables] of Object.entries(neurons)) {
    for (const variable of variables) {
      values[`${name}.${variable}`] = [...(await simulation.state(name, variable))];
    }
  }
  return values;
}
