import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { chips, head, onChip } from "./run-chip.ts";

// A published vector of the chip's arithmetic: a membrane of 20 ms and 1 nF, excitation of 5 ms, and a weight of 1.2 nA, which is
// stored as 19661 with a shift of 1.
const arrivals = [5, 6, 7, 20, 21, 22, 23, 24, 25, 40];

/** One neuron, and a source whose spikes arrive in given ticks: each is sent one tick before. */
const network: NetworkRecord = {
  ...head,
  duration: "60 ms",
  populations: {
    S: { model: "spike-array", size: 1, times: arrivals.map((tick) => `${tick - 1} ms`) },
    N: { model: "spinnaker-lif", size: 1, parameters: { shift_exc: 1, refractory_steps: 2 } },
  },
  projections: [
    {
      from: "S",
      to: "N",
      receptor: "excitatory",
      connector: { kind: "all-to-all" },
      weight: 19661,
      delay: "1 ms",
    },
  ],
  record: [{ population: "N", variables: ["spikes", "v", "i_exc"] }],
};

const currents = [35639, 64817, 88706, 72626, 59461, 48682, 39857, 32632, 26716];
const potentials = {
  floor: [-2095159, -2033635, -1951811, -1889661, -1843382, -1809874, -1786607, -1771522, -1762942],
  nearest: [
    -2095160, -2033636, -1951813, -1889664, -1843386, -1809878, -1786611, -1771526, -1762947,
  ],
};

describe.each(Object.keys(chips))("the published vector on %s", (chip) => {
  it.each(["floor", "nearest"] as const)("with products rounded by %s", async (rounding) => {
    const { values, spikes } = await onChip(network, { chip, rounding });
    // Samples are those at the start of a tick: the result of the tick before.
    expect(values["i_exc"]?.flat().slice(6, 15)).toEqual(currents);
    expect(values["v"]?.flat().slice(6, 15)).toEqual(potentials[rounding]);
    expect(spikes).toEqual([[23, 0]]);
  });
});
