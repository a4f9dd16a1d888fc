import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { chips, head, onChip } from "./run-chip.ts";

/** Axons that spike before each tick, from the second tick on: no spike can arrive in the first. */
const axons = [[0], [0, 1], [2], [], [0, 2, 3], [1], [1], [0, 1, 2, 3], [], [], []];

// One core: axons of types 0 to 3, onto all neurons.
const network: NetworkRecord = {
  ...head,
  duration: "12 ms",
  populations: {
    S: {
      model: "spike-array",
      size: 4,
      times: [0, 1, 2, 3].map((type) =>
        axons.flatMap((spiking, tick) => (spiking.includes(type) ? [`${tick + 1} ms`] : [])),
      ),
    },
    N: {
      model: "truenorth",
      size: 4,
      parameters: {
        s_0: [3, 3, 3, -6],
        s_1: [-2, -2, -2, -6],
        s_2: [5, 5, 5, -6],
        s_3: [1, 1, 1, -6],
        leak: [-1, -1, 2, 0],
        alpha: [6, 6, 7, 6],
        beta: 4,
        r_reset: [0, 0, 1, 2],
        reset_mode: [0, 1, 0, 0],
        saturate: 0,
      },
      // The leak of the first tick.
      initial: { v: [1, 1, -2, 0] },
    },
  },
  projections: [0, 1, 2, 3].map((type) => ({
    name: `axon ${type}`,
    from: "S",
    to: "N",
    fromNeurons: { from: type, until: type + 1 },
    receptor: `axon_${type}`,
    connector: { kind: "all-to-all" },
    weight: 1,
    delay: "0 ms",
  })),
  record: [{ population: "N", variables: ["spikes", "v"] }],
};

describe.each(Object.keys(chips))("a core on %s", (chip) => {
  it("has the potentials of RANC's simulator, built from its source", async () => {
    const { values, spikes } = await onChip(network, { chip, dialect: "ranc-simulator" });
    expect(values["v"]?.slice(1)).toEqual([
      [2, 2, 5, -2],
      [2, 2, 1, -2],
      [0, 0, 1, -2],
      [-1, -1, 3, -2],
      [0, 1, 1, -2],
      [-3, -2, 1, -2],
      [0, -1, 1, -2],
      [0, 5, 1, -2],
      [-1, 4, 3, -2],
      [-2, 3, 5, -2],
      [-3, 2, 1, -2],
    ]);
    const byTick = axons.map((_, tick) =>
      spikes.flatMap(([at, neuron]) => (at === tick + 1 ? [neuron] : [])),
    );
    expect(byTick).toEqual([[], [2], [0, 1, 2], [], [0, 1, 2], [], [], [0, 2], [], [], [2]]);
  });
});
