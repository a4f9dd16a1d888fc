import type { Batch, LearningRequest, NetworkRecord, Surrogate } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { programOf } from "@spikeloom/program";
import { stream, streamKey } from "@spikeloom/random";
import { defaultStack as stack } from "spikeloom";
import { adam, crossEntropy } from "../src/index.ts";

/** Parameters of a small network. */
export interface SmallNetwork {
  readonly model: string;
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly receptor?: string;
  /** Weights are between minus and plus this. */
  readonly weight: readonly [number, string];
  /** The smallest weight divided by the largest; by default -0.6. */
  readonly least?: number;
  readonly integrator?: string;
  readonly steps?: number;
  /** Number of hidden neurons. */
  readonly hidden?: number;
}

export const sizes = { input: 7, hidden: 6, output: 4 } as const;

/** Describe a network with a recurrent hidden layer and delays of one to three steps. */
export function smallNetwork(of: SmallNetwork): NetworkRecord {
  const { model, parameters = {}, receptor, weight, integrator, steps = 30, least = -0.6 } = of;
  const { hidden = sizes.hidden } = of;
  const neurons = (size: number) => ({
    model,
    size,
    parameters,
    ...(integrator !== undefined && { integrator }),
  });
  const [most, unit] = weight;
  const projection = (from: string, to: string, delay: string, share = 1) => ({
    name: `${from}->${to}`,
    from,
    to,
    delay,
    ...(receptor !== undefined && { receptor }),
    connector: { kind: "all-to-all" },
    weight: {
      draw: "uniform" as const,
      low: `${share * most * least} ${unit}`,
      high: `${share * most} ${unit}`,
    },
  });
  return completeNetwork(
    {
      format: "spikeloom-network",
      version: 1,
      dt: "1 ms",
      seed: 4,
      duration: `${steps} ms`,
      populations: {
        input: { model: "spike-array", size: sizes.input },
        hidden: neurons(hidden),
        output: neurons(sizes.output),
      },
      projections: [
        projection("input", "hidden", "1 ms"),
        projection("hidden", "hidden", "2 ms", 0.5),
        projection("hidden", "output", "3 ms"),
      ],
    },
    stack,
  );
}

/** Draw a batch. */
export function smallBatch(size: number, { steps = 30, rate = 0.2 } = {}): Batch {
  const draws = stream(streamKey(11, "batch"), 0);
  const begins = new Uint32Array(size + 1);
  const [at, neurons]: [number[], number[]] = [[], []];
  for (let example = 0; example < size; example++) {
    for (let step = 0; step < steps; step++) {
      for (let neuron = 0; neuron < sizes.input; neuron++) {
        if (draws.uniform() >= rate) continue;
        at.push(step);
        neurons.push(neuron);
      }
    }
    begins[example + 1] = at.length;
  }
  return {
    size,
    inputs: { input: { begins, steps: Uint16Array.from(at), neurons: Uint16Array.from(neurons) } },
    targets: Float64Array.from({ length: size }, (_, k) => k % sizes.output),
  };
}

const fastSigmoid: Surrogate = {
  derivative: "1 / ((1 + abs(excess)) * (1 + abs(excess)))",
  reset: "detached",
};

/** Request the gradients of all weights of a network. */
export function smallRequest(
  network: NetworkRecord,
  more: Partial<LearningRequest> = {},
): LearningRequest {
  return {
    network,
    program: programOf(network, { stack }),
    stack,
    seed: 1,
    parameters: {},
    trainable: (network.projections ?? []).map(({ name = "" }) => {
      return { projection: name, variable: "weight" };
    }),
    loss: crossEntropy,
    optimiser: adam(),
    surrogate: fastSigmoid,
    readout: { population: "output", variable: "spikes" },
    backend: stack.get("backend", "clock"),
    ...more,
  };
}

/** Draw a direction in which all numbers change. */
export function drawDirection(like: readonly Float64Array[], seed: number): Float64Array[] {
  const draws = stream(streamKey(seed, "direction"), 0);
  return like.map((values) => Float64Array.from(values, () => 2 * draws.uniform() - 1));
}
