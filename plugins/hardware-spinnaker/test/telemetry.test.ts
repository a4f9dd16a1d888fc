import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { head, onChip } from "./run-chip.ts";

/** Sources that all spike in given ticks, and one neuron of the chip. */
function driven(
  weights: readonly number[],
  ticks: readonly number[],
  parameters = {},
): NetworkRecord {
  const times = ticks.map((tick) => `${tick - 1} ms`);
  return {
    ...head,
    duration: "100 ms",
    populations: {
      S: { model: "spike-array", size: weights.length, times },
      N: {
        model: "spinnaker-lif",
        size: 1,
        parameters: { v_threshold: 2 ** 31 - 1, ...parameters },
      },
    },
    projections: [
      {
        from: "S",
        to: "N",
        receptor: "excitatory",
        connector: { kind: "all-to-all" },
        weight: { values: weights },
        delay: "1 ms",
      },
    ],
    record: [{ population: "N", variables: ["v", "i_exc"] }],
  };
}

describe("counters of a run", () => {
  it("count the ticks in which a ring buffer saturates", async () => {
    // 40000 + 25535 is the largest word, one more saturates.
    const full = await onChip(driven([40_000, 25_535], [3, 7, 20]));
    expect(full.notes).toContain("N, no number left its word");
    const over = await onChip(driven([40_000, 25_536], [3, 7, 20]));
    expect(over.notes).toContain("N, saturated ring buffers: 3");
    expect(over.values).toEqual(full.values);
  });

  it("count the ticks in which a current wraps", async () => {
    // 65535 * 2^15 per tick, with factors of almost 1: the sum passes 2^31 in the second tick and wraps to about -2^16.
    const parameters = { shift_exc: 15, decay_exc: 4_294_967_295, init_exc: 4_294_967_295, r_m: 0 };
    const { values, notes } = await onChip(driven([65_535], [3, 4], parameters));
    expect(notes).toContain("N, wraps of currents: 1");
    const one = Math.floor((65_535 * 2 ** 15 * 4_294_967_295) / 2 ** 32);
    expect(values["i_exc"]?.[4]).toEqual([one]);
    const decayed = Math.floor((one * 4_294_967_295) / 2 ** 32);
    expect(values["i_exc"]?.[5]).toEqual([decayed + one - 2 ** 32]);
  });
});

describe("rounding of weights", () => {
  it("is reported with the unit and the weights that are lost", async () => {
    const network: NetworkRecord = {
      ...head,
      duration: "1 ms",
      populations: {
        S: { model: "spike-array", size: 41, times: [] },
        N: { model: "lif-curr-exp", size: 1 },
      },
      projections: [
        {
          from: "S",
          to: "N",
          receptor: "excitatory",
          connector: { kind: "all-to-all" },
          weight: { values: [2, ...Array.from({ length: 40 }, () => 0.00002)], unit: "nA" },
          delay: "1 ms",
        },
      ],
    };
    const { notes } = await onChip({
      ...network,
      record: [{ population: "N", variables: ["v"] }],
    });
    // 41 weights of at most 2 nA: sPyNNaker takes all for the largest, 82 nA, so a unit is 2^(7 - 15) nA.
    expect(notes).toContain(
      "N, excitatory: shift 7, weights in units of 0.00391 nA; 40 of 41 weights are rounded to 0",
    );
  });
});
