import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { chips, head, onChip } from "./run-chip.ts";

// Vectors that an integer model of its own, NengoLoihi's emulator and Lava's formulae agree on. A spike is sent one step before it
// is in the accumulator.

/** One neuron, and sources of one weight each, whose spikes arrive in given steps. */
function one(
  parameters: Readonly<Record<string, number>>,
  {
    arrivals = {},
    steps,
    initial = {},
  }: {
    readonly arrivals?: Readonly<Record<string, readonly number[]>>;
    readonly steps: number;
    readonly initial?: Readonly<Record<string, number>>;
  },
): NetworkRecord {
  const weights = Object.entries(arrivals);
  return {
    ...head,
    duration: `${steps} ms`,
    populations: {
      N: { model: "loihi-cuba", size: 1, parameters, initial },
      ...Object.fromEntries(
        weights.map(([weight, at]) => [
          `w${weight}`,
          { model: "spike-array", size: 1, times: at.map((step) => `${step} ms`) },
        ]),
      ),
    },
    projections: weights.map(([weight]) => ({
      from: `w${weight}`,
      to: "N",
      connector: { kind: "all-to-all" },
      weight: Number(weight),
      delay: "0 ms",
    })),
    record: [{ population: "N", variables: ["spikes", "u", "v"] }],
  };
}

const targets = Object.keys(chips);

describe.each(targets)("vectors on %s", (chip) => {
  it.each(["lava", "nengo-loihi"] as const)(
    "A, current and voltage that decay: %s",
    async (dialect) => {
      const network = one(
        { du: 2047, dv: 1023, v_threshold: 300 },
        { arrivals: { 128: [1, 4, 5, 9] }, steps: 12 },
      );
      const { values, spikes } = await onChip(network, { chip, dialect });
      expect(values["u"]?.flat()).toEqual([
        0, 8192, 4096, 2048, 9216, 12800, 6400, 3200, 1600, 8992, 4496, 2248,
      ]);
      expect(values["v"]?.flat()).toEqual([
        0, 8192, 10242, 9732, 16517, 0, 6400, 8001, 7602, 14695, 15520, 13891,
      ]);
      expect(spikes).toEqual([[5, 0]]);
    },
  );

  it.each(["lava", "nengo-loihi"] as const)("B, a negative bias: %s", async (dialect) => {
    // A first current of 6400, as no spike can arrive in the first step: 7112 * 3686 / 4096 = 6400.04.
    const network = one(
      { du: 409, dv: 200, v_threshold: 1000, bias: -37, bias_exp: 2 },
      { arrivals: { "-77": [1], 33: [6] }, steps: 8, initial: { u: 7112 } },
    );
    const { values, spikes } = await onChip(network, { chip, dialect });
    expect(values["u"]?.flat()).toEqual([6400, 831, 747, 672, 604, 543, 2600, 2339]);
    expect(values["v"]?.flat()).toEqual([6252, 6629, 6904, 7090, 7199, 7242, 9340, 11074]);
    expect(spikes).toEqual([]);
  });

  it("C, refractoriness", async () => {
    const parameters = { du: 4095, dv: 0, v_threshold: 10, bias: 200 };
    const resting = one({ ...parameters, refractory_steps: 3 }, { steps: 14 });
    const { values, spikes } = await onChip(resting, { chip });
    expect(values["v"]?.flat()).toEqual([200, 400, 600, 0, 0, 0, 200, 400, 600, 0, 0, 0, 200, 400]);
    expect(spikes).toEqual([
      [3, 0],
      [9, 0],
    ]);
    const { spikes: faster } = await onChip(one(parameters, { steps: 13 }), { chip });
    expect(faster.map(([step]) => step)).toEqual([3, 7, 11]);
  });

  it("Lava's impulse responses", async () => {
    const impulse = { arrivals: { 128: [1] }, steps: 12 };
    const current = await onChip(one({ du: 2047, v_threshold: 131071 }, impulse), {
      chip,
      dialect: "lava",
    });
    // 2^(13 - j) in step j after the impulse.
    expect(current.values["u"]?.flat()).toEqual([
      0,
      ...Array.from({ length: 11 }, (_, j) => 2 ** (13 - j)),
    ]);
    expect(current.values["v"]?.flat().slice(1, 3)).toEqual([8192, 12288]);
    const leaky = await onChip(one({ du: 2047, dv: 1, v_threshold: 131071 }, impulse), {
      chip,
      dialect: "lava",
    });
    expect(leaky.values["v"]?.flat().slice(1, 7)).toEqual([
      8192, 12286, 14331, 15351, 15859, 16111,
    ]);
  });
});
