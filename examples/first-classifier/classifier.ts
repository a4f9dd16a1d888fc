import type { TrainingTask } from "spikeloom/train";

const rest = { v_rest: "0 mV", v_reset: "0 mV", tau_refrac: "0 ms" };
const neurons = (size: number, leak: string, threshold: string) => ({
  model: "lif-delta",
  size,
  parameters: { ...rest, tau_m: leak, v_threshold: threshold },
});
const dense = (from: string, to: string, sd: number) => ({
  from,
  to,
  delay: "1 ms",
  connector: { kind: "all-to-all" },
  weight: { draw: "normal", mean: "0 mV", sd: `${sd} mV` } as const,
});

/** Create the training of a classifier with one hidden layer, for images of `side` by `side` pixels. */
export function classifier(set: string, side: number, hidden: number): TrainingTask {
  return {
    format: "spikeloom-training",
    version: 1,
    name: set,
    data: { set },
    epochs: 20,
    seed: 1,
    // A pixel spikes once, the brighter the earlier; pixels darker than a tenth stay silent.
    encoder: {
      name: "latency-linear",
      population: "input",
      parameters: { last: "20 ms", threshold: 0.1 },
    },
    network: {
      format: "spikeloom-network",
      version: 1,
      dt: "1 ms",
      duration: "27 ms",
      populations: {
        input: { model: "spike-array", size: side * side },
        hidden: neurons(hidden, "15 ms", "1 mV"),
        // A threshold that is never reached: the readout is the mean potential.
        output: neurons(10, "30 ms", "1000 V"),
      },
      projections: [dense("input", "hidden", 2.2 / side), dense("hidden", "output", 0.1)],
    },
    readout: { population: "output", variable: "v", reduce: "mean" },
    optimiser: { name: "adam", rate: side === 8 ? 0.005 : 0.002 },
    surrogate: { name: "fast-sigmoid", width: 0.1 },
    schedule: "cosine",
  };
}
