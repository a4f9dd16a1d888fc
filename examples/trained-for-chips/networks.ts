import type { NetworkRecord } from "spikeloom";

/** Sizes of the layers, and the seed of their weights. */
export interface Sizes {
  readonly pixels: number;
  readonly hidden: number;
  readonly classes: number;
  readonly seed: number;
}

/** Time in ms by which a pixel has spiked. */
export const last = 16;

const head = { format: "spikeloom-network", version: 1, dt: "1 ms" } as const;

/** Build two dense layers of spiking neurons; a sum of spikes names the class. */
export function spikingNetwork({ pixels, hidden, classes, seed }: Sizes): NetworkRecord {
  const rest = { v_rest: "0 mV", v_reset: "0 mV", v_threshold: "1 mV", tau_refrac: "0 ms" };
  const parameters = { ...rest, c_m: "100 pF", tau_m: "15 ms", tau_syn_exc: "4 ms" };
  const neurons = (size: number) => ({ model: "lif-curr-exp", size, parameters });
  const dense = (from: string, to: string, sd: number) => ({
    name: `${from}->${to}`,
    from,
    to,
    receptor: "excitatory",
    delay: "1 ms",
    connector: { kind: "all-to-all" },
    weight: { draw: "normal", mean: "0 pA", sd: `${sd} pA` } as const,
  });
  return {
    ...head,
    duration: "32 ms",
    seed,
    populations: {
      input: { model: "spike-array", size: pixels },
      hidden: neurons(hidden),
      output: neurons(classes),
    },
    projections: [
      dense("input", "hidden", 55 / Math.sqrt(pixels)),
      dense("hidden", "output", 70 / Math.sqrt(hidden)),
    ],
  };
}

/** Build the same layers without spikes: ReLUs, whose inputs are the pixels themselves. */
export function analogNetwork({ pixels, hidden, classes, seed }: Sizes): NetworkRecord {
  const dense = (from: string, to: string, inputs: number) => ({
    name: `${from}->${to}`,
    from,
    to,
    delay: "1 ms",
    synapse: "analog-values",
    connector: { kind: "all-to-all" },
    // He and others 2015, eq. 10.
    weight: { draw: "normal", mean: 0, sd: Math.sqrt(2 / inputs) } as const,
  });
  return {
    ...head,
    duration: "3 ms",
    seed,
    populations: {
      input: { model: "analog-identity", size: pixels },
      hidden: { model: "analog-relu", size: hidden },
      output: { model: "analog-identity", size: classes },
    },
    projections: [dense("input", "hidden", pixels), dense("hidden", "output", hidden)],
  };
}
