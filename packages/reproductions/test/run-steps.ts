import { clock } from "@spikeloom/backend-clock";
import { integrators } from "@spikeloom/integrators";
import { createStack, type NetworkRecord } from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { neurons } from "@spikeloom/neurons";
import { prepareJob } from "../../../tools/test/prepare-job.ts";

const stack = createStack({ plugins: [...neurons, ...integrators, ...connectors] });
/** Both forms of the clock backend. */
export const targets = ["wasm", "js"] as const;

/** Spikes of population `n`, samples of its one recorded variable. */
export interface Run {
  readonly spikes: readonly (readonly [step: number, neuron: number])[];
  readonly samples: ReadonlyMap<number, readonly number[]>;
}

/** Run a network for a number of steps; spikes are of population `n`, samples of its `v`. */
export async function run(
  definition: Omit<NetworkRecord, "format" | "version">,
  steps: number,
  target: "wasm" | "js" = "wasm",
): Promise<Run> {
  const spikes: [number, number][] = [];
  const samples = new Map<number, readonly number[]>();
  const network: NetworkRecord = { format: "spikeloom-network", version: 1, ...definition };
  const sink = {
    spikes: (chunk: { steps: Int32Array; neurons: Uint32Array }) => {
      chunk.steps.forEach((step, k) => {
        spikes.push([step, chunk.neurons[k] ?? -1]);
      });
    },
    samples: (chunk: { steps: Int32Array; values: Float64Array }) => {
      const width = chunk.values.length / chunk.steps.length;
      chunk.steps.forEach((step, k) => {
        samples.set(step, [...chunk.values.subarray(k * width, (k + 1) * width)]);
      });
    },
  };
  const simulation = await prepareJob(clock({ target }), {
    network,
    stack,
    seed: 1,
    precision: "f64",
    sink,
  });
  simulation.advance(steps);
  return { spikes, samples };
}
