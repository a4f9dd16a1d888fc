import type { NetworkRecord } from "spikeloom";

/** Sizes of layers, and the distribution of their weights. */
export interface Sizes {
  readonly pixels: number;
  readonly hidden: number;
  readonly classes: number;
  /** Levels of a hidden value above 0: the maximum number of spikes of a neuron. */
  readonly levels: number;
  readonly seed: number;
}

/**
 * Build two dense layers without spikes, whose hidden values are quantised between 0 and a maximum.
 *
 * Quantised in this way (QCFS, Bu and others 2022), each value is a number of spikes: the conversion to spikes loses
 * almost nothing.
 */
export function analogNetwork({ pixels, hidden, classes, levels, seed }: Sizes): NetworkRecord {
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
    format: "spikeloom-network",
    version: 1,
    dt: "1 ms",
    duration: "3 ms",
    seed,
    populations: {
      input: { model: "analog-identity", size: pixels },
      hidden: { model: "analog-qcfs", size: hidden, parameters: { levels, most: 2 } },
      output: { model: "analog-identity", size: classes },
    },
    projections: [dense("input", "hidden", pixels), dense("hidden", "output", hidden)],
  };
}
