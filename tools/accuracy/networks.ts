import type { LearningRequest, NetworkRecord } from "@spikeloom/kernel";
import { completeNetwork } from "@spikeloom/network";
import { drawWeights } from "@spikeloom/training";
import { defaultStack as stack } from "spikeloom";
import type { LayerTask, Task } from "./tasks.ts";

/** A network, and what of it is trained. */
export interface TrainedNetwork {
  readonly network: NetworkRecord;
  readonly trainable: LearningRequest["trainable"];
  readonly readout: LearningRequest["readout"];
}

const namesOf = (layers: readonly LayerTask[]): readonly string[] => {
  return ["input", ...layers.slice(0, -1).map((_, k) => `hidden${k + 1}`), "output"];
};

/** Make layers that leak; the last one never spikes, and its potential is read. */
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

/** Make the same layers without spikes; `model` is that of hidden ones. */
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
  const made = networkOf(layers, {
    ...{ seed, unit: "1" },
    // The mean of a square is its sum, times what a place of it counts.
    gain: ({ inputs, connector }) => Math.sqrt(2 / inputs) / Number(connector["pool"] ?? 1),
  });
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
    trainable: [
      ...made.trainable,
      ...layers.map(({ channels }, k) => {
        const population = names[k + 1] ?? "";
        return { population, parameter: "bias", ...(channels !== undefined && { channels }) };
      }),
    ],
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
    return { ...{ name, from, to, delay: "1 ms", connector }, weight };
  });
  return {
    network: { format: "spikeloom-network", version: 1, dt: "1 ms", seed, projections },
    trainable: projections.map(({ name }) => ({ projection: name, variable: "weight" })),
  };
}

function complete(record: object): NetworkRecord {
  return completeNetwork(record as NetworkRecord, stack);
}
