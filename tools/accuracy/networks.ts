import {
  defineNeuron,
  type LearningRequest,
  type NetworkRecord,
  type NormalisedPopulation,
} from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { drawWeights } from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";
import type { LayerTask, Task } from "./tasks.ts";

/** A network, and its trainable parts. */
export interface TrainedNetwork {
  readonly network: NetworkRecord;
  readonly trainable: LearningRequest["trainable"];
  readonly readout: LearningRequest["readout"];
}

const namesOf = (layers: readonly LayerTask[]): readonly string[] => {
  return ["input", ...layers.slice(0, -1).map((_, k) => `hidden${k + 1}`), "output"];
};

/** Create layers of leaky neurons; the last one never spikes, and its potential is the readout. */
export function spikingLayers({ layers, steps }: Task, seed: number): TrainedNetwork {
  const base = { tau_refrac: "0 ms", v_rest: "0 mV", v_reset: "0 mV" };
  const names = namesOf(layers);
  const populations = layers.map(({ size }, k) => {
    const isLast = k === layers.length - 1;
    const leak = isLast ? "30 ms" : "15 ms";
    const parameters = { ...base, tau_m: leak, v_threshold: isLast ? "1 kV" : "1 mV" };
    return [names[k + 1], { model: "lif-delta", size, parameters }] as const;
  });
  const made = networkOf(layers, { seed, unit: "mV", gain: ({ sd }) => sd });
  return {
    ...made,
    network: complete({
      ...made.network,
      duration: `${steps + layers.length} ms`,
      populations: {
        input: { model: "spike-array", size: 784 },
        ...Object.fromEntries(populations),
      },
    }),
    readout: { population: "output", variable: "v", reduce: "mean" },
  };
}

/** Leaky neuron with reset by subtraction; values of layers have no units. */
const leaky = defineNeuron({
  name: "leaky-layer",
  about: "Leaky neuron of a layer with a bias, reset by subtraction.",
  parameters: {
    kept: { default: 0.7, min: 0, max: 1, about: "share of the potential that a step leaves" },
    threshold: { default: 1, about: "potential at which it spikes" },
    bias: { default: 0, about: "what is added in each step" },
  },
  receptors: {
    spikes: { unit: "1", about: "weighted spikes", on: { x_spikes: "x_spikes + weight" } },
  },
  inputs: { x_values: { unit: "1", about: "weighted values" } },
  state: {
    v: { unit: "1", initial: 0, about: "membrane potential" },
    x_spikes: { unit: "1", initial: 0, about: "what spikes bring in this step" },
  },
  step: [{ v: "kept * v + x_spikes + x_values + bias" }, { x_spikes: "0" }],
  spike: { when: "v >= threshold", reset: { v: "v - threshold" } },
});

/**
 * Create leaky layers with the image as a constant current: the first connection transmits values, others spikes.
 *
 * The last layer never spikes, and its potential is the readout.
 */
export function currentLayers({ layers, steps, kept }: Task, seed: number): TrainedNetwork {
  const names = namesOf(layers);
  const populations = layers.map(({ size }, k) => {
    const isLast = k === layers.length - 1;
    const parameters = isLast ? { kept: kept?.output, threshold: 1e9 } : { kept: kept?.hidden };
    return [names[k + 1], { model: leaky, size, parameters }] as const;
  });
  const made = networkOf(layers, { seed, unit: "1", gain: gainOf });
  return {
    network: complete({
      ...made.network,
      convention: "frameworks",
      duration: `${steps} ms`,
      populations: {
        input: { model: "analog-identity", size: 784 },
        ...Object.fromEntries(populations),
      },
      projections: made.network.projections.map((one, k) => {
        return { ...one, ...(k === 0 ? { synapse: "analog-values" } : { receptor: "spikes" }) };
      }),
    }),
    trainable: [...made.trainable, ...biasesOf(layers)],
    readout: { population: "output", variable: "v", reduce: "mean" },
  };
}

/**
 * The standard deviation of weights that preserves that of values; the mean of a square is its sum times the weight of
 * a position.
 */
const gainOf = ({ inputs, connector }: LayerTask): number => {
  return Math.sqrt(2 / inputs) / Number(connector["pool"] ?? 1);
};

/** One bias per neuron, or per channel. */
function biasesOf(layers: readonly LayerTask[]): TrainedNetwork["trainable"] {
  const names = namesOf(layers);
  return layers.map(({ size, channels = size }, k) => {
    return { population: names[k + 1] ?? "", parameter: "bias", channels };
  });
}

/** Normalised populations: all hidden layers, if any is. */
export function normalisedLayers({ layers, normalised }: Task): readonly NormalisedPopulation[] {
  if (normalised === undefined) return [];
  return namesOf(layers)
    .slice(1, -1)
    .map((population, k) => {
      const { size = 0, channels = size } = layers[k] ?? {};
      return { population, channels };
    });
}

/** Create the same layers without spikes; `model` is that of hidden ones. */
export function plainLayers(
  { layers }: Task,
  seed: number,
  { model = "analog-relu", parameters = {} } = {},
): TrainedNetwork {
  const names = namesOf(layers);
  const populations = layers.map(({ size }, k) => {
    const isLast = k === layers.length - 1;
    const hidden = { model, size, parameters };
    return [names[k + 1], isLast ? { model: "analog-identity", size } : hidden] as const;
  });
  const made = networkOf(layers, { seed, unit: "1", gain: gainOf });
  return {
    network: complete({
      ...made.network,
      duration: `${layers.length + 1} ms`,
      populations: {
        input: { model: "analog-identity", size: 784 },
        ...Object.fromEntries(populations),
      },
      projections: made.network.projections.map((one) => ({ ...one, synapse: "analog-values" })),
    }),
    trainable: [...made.trainable, ...biasesOf(layers)],
    readout: { population: "output", variable: "v" },
  };
}

interface Drawing {
  readonly seed: number;
  readonly unit: string;
  gain(layer: LayerTask): number;
}

function networkOf(layers: readonly LayerTask[], { seed, unit, gain }: Drawing) {
  const names = namesOf(layers);
  const projections = layers.map((layer, k) => {
    const [from, to] = [names[k] ?? "", names[k + 1] ?? ""];
    const name = `${from}->${to}`;
    const draw = { count: layer.weights, inputs: 1, gain: gain(layer), seed, key: name };
    const { connector } = layer;
    const weight = { values: drawWeights(draw), unit };
    return { name, from, to, delay: "1 ms", connector, weight };
  });
  return {
    network: { format: "spikeloom-network", version: 1, dt: "1 ms", seed, projections },
    trainable: projections.map(({ name }) => ({ projection: name, variable: "weight" })),
  };
}

function complete(record: object): NetworkRecord {
  return completeNetwork(record as NetworkRecord, stack);
}
