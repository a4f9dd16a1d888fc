import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { chips, head, onChip } from "./run-chip.ts";

// The sequences of the chip's random numbers are not public, so random modes are defined by their distributions. Seeds are fixed, so
// a test passes always or never; the bounds are those that a right generator exceeds once in a million seeds.

/** Bound of a chi-squared statistic that is exceeded with a probability of 1e-6 (Wilson and Hilferty 1931). */
function mostChiSquared(freedom: number): number {
  const spread = 2 / (9 * freedom);
  return freedom * (1 - spread + 4.753 * Math.sqrt(spread)) ** 3;
}

/** Compare counts with probabilities; bins expecting fewer than 5 are joined with their neighbours. */
function expectDistribution(values: readonly number[], probabilities: readonly number[]): void {
  const counts = probabilities.map(() => 0);
  for (const value of values) {
    expect(counts[value], `value ${value}`).toBeDefined();
    counts[value] = (counts[value] ?? 0) + 1;
  }
  const bins: { observed: number; expected: number }[] = [];
  for (const [value, chance] of probabilities.entries()) {
    const last = bins.at(-1);
    const own = { observed: counts[value] as number, expected: chance * values.length };
    if (last === undefined || last.expected >= 5) bins.push(own);
    else {
      last.observed += own.observed;
      last.expected += own.expected;
    }
  }
  const rest = bins.at(-1);
  const before = bins.at(-2);
  if (rest !== undefined && before !== undefined && rest.expected < 5) {
    before.observed += rest.observed;
    before.expected += rest.expected;
    bins.pop();
  }
  expect(bins.length, "bins").toBeGreaterThan(1);
  const statistic = bins.reduce(
    (sum, { observed, expected }) => sum + (observed - expected) ** 2 / expected,
    0,
  );
  expect(statistic).toBeLessThan(mostChiSquared(bins.length - 1));
}

/** Probabilities of 0 to n successes. */
function binomial(n: number, p: number): readonly number[] {
  const all = [(1 - p) ** n];
  for (let k = 1; k <= n; k++) {
    all.push(((all[k - 1] as number) * (n - k + 1) * p) / (k * (1 - p)));
  }
  return all;
}

interface One {
  readonly parameters: Readonly<Record<string, number | readonly number[]>>;
  readonly v?: number | readonly number[];
  readonly size?: number;
  readonly ticks?: number;
  /** Sources that spike in every tick, onto all neurons through axons of type 0. */
  readonly sources?: number;
}

function networkOf({ parameters, v = 0, size = 200, ticks = 50, sources = 0 }: One): NetworkRecord {
  return {
    ...head,
    duration: `${ticks} ms`,
    populations: {
      ...(sources > 0 && {
        S: {
          model: "spike-array",
          size: sources,
          times: Array.from({ length: sources }, () =>
            Array.from({ length: ticks }, (_, tick) => `${tick + 1} ms`),
          ),
        },
      }),
      N: {
        model: "truenorth",
        size,
        parameters: { alpha: 100000, beta: 100000, ...parameters },
        initial: { v },
      },
    },
    projections:
      sources === 0
        ? []
        : [
            {
              from: "S",
              to: "N",
              receptor: "axon_0",
              connector: { kind: "all-to-all" },
              weight: 1,
              delay: "0 ms",
            },
          ],
    record: [{ population: "N", variables: ["spikes", "v"] }],
  };
}

/** Changes of all potentials in all ticks but the first, in which no spike arrives. */
async function changesOf(one: One): Promise<readonly number[]> {
  const { values } = await onChip(networkOf(one));
  const rows = values["v"] ?? [];
  return rows.slice(1).flatMap((row, tick) => row.map((v, n) => v - (rows[tick]?.[n] as number)));
}

describe("random synapses", () => {
  // A byte is drawn for each axon and neuron: three axons add the sum of three independent ones.
  it.each([
    [1, 63],
    [3, 63],
    [5, -20],
  ])("%i axons of weight %i add or subtract 1 each", async (sources, weight) => {
    const changes = await changesOf({ parameters: { s_0: weight, b_0: 1 }, sources });
    const chance = (Math.abs(weight) + 1) / 256;
    expectDistribution(
      changes.map((change) => change * Math.sign(weight)),
      binomial(sources, chance),
    );
  });

  it.each([
    [255, 1],
    [-256, -1],
    [0, 0],
  ])("an axon of weight %i always adds %i", async (weight, change) => {
    const changes = await changesOf({ parameters: { s_0: weight, b_0: 1 }, sources: 1, ticks: 10 });
    expect(new Set(changes)).toEqual(new Set([change]));
  });

  it("draw for each tick and neuron", async () => {
    // Sums of 40 ticks: draws shared by ticks or neurons would spread them more.
    const size = 3000;
    const { values } = await onChip(
      networkOf({ parameters: { s_0: 127, b_0: 1 }, sources: 1, ticks: 41, size: 200 }),
    );
    const more = await Promise.all(
      Array.from({ length: size / 200 - 1 }, async (_, seed) => {
        const network = networkOf({ parameters: { s_0: 127, b_0: 1 }, sources: 1, ticks: 41 });
        return (await onChip({ ...network, seed: seed + 1 })).values["v"]?.at(-1) ?? [];
      }),
    );
    expectDistribution([...(values["v"]?.at(-1) ?? []), ...more.flat()], binomial(40, 0.5));
  });

  it("act for the neurons that ask for it alone", async () => {
    const { values } = await onChip(
      networkOf({ parameters: { s_0: 100, b_0: [0, 1] }, size: 2, sources: 1, ticks: 11 }),
    );
    const [whole = 0, random = 0] = values["v"]?.at(-1) ?? [];
    expect(whole).toBe(1000);
    expect(random).toBeLessThanOrEqual(10);
  });
});

describe("random leak", () => {
  it.each([
    [100, 0, 0, 1],
    [-30, 0, 0, -1],
    // Leak reversal: away from zero, and towards it.
    [60, 1, -5000, -1],
    [-60, 1, 5000, -1],
  ])("%i, reversal %i, from %i: a change of %i", async (leak, reversal, v, sign) => {
    const parameters = { leak, leak_random: 1, leak_reversal: reversal };
    const changes = await changesOf({ parameters, v });
    expectDistribution(
      changes.map((change) => change * sign),
      binomial(1, (Math.abs(leak) + 1) / 256),
    );
  });
});

describe("random threshold", () => {
  const bits = 4;
  const values = 2 ** bits;

  it("is reached with a probability that grows with the potential", async () => {
    // v = alpha + j stays, and spikes where the random part is at most j.
    const v = Array.from({ length: values }, (_, j) => 50 + j);
    const parameters = { alpha: 50, mask_bits: bits, reset_mode: 2 };
    const ticks = 2000;
    const { spikes } = await onChip(networkOf({ parameters, v, size: values, ticks }));
    for (let j = 0; j < values; j++) {
      const own = new Set(spikes.flatMap(([tick, neuron]) => (neuron === j ? [tick] : [])));
      const outcomes = Array.from({ length: ticks }, (_, tick) => Number(own.has(tick)));
      if (j === values - 1) expect(own.size).toBe(ticks);
      else expectDistribution(outcomes, binomial(1, (j + 1) / values));
    }
  });

  it("is subtracted in a linear reset, all of its values equally often", async () => {
    const parameters = { alpha: 0, mask_bits: bits, reset_mode: 1 };
    const changes = await changesOf({ parameters, v: 100000, ticks: 30 });
    expectDistribution(
      changes.map((change) => -change),
      Array.from({ length: values }, () => 1 / values),
    );
  });

  it("lowers the negative threshold where it is a reset", async () => {
    // Each tick subtracts 1 until v < -(beta + random part); then r_reset = -7 makes it 7.
    const parameters = { beta: 20, mask_bits: bits, saturate: 0, r_reset: -7, leak: -1 };
    const { values: recorded } = await onChip(
      networkOf({ parameters, v: -19, size: 250, ticks: 45 }),
    );
    const rows = recorded["v"] ?? [];
    const first = (rows[0] ?? []).map((_, n) => {
      const at = rows.findIndex((row) => row[n] === 7);
      return at === 0 ? 20 : -(rows[at - 1]?.[n] as number);
    });
    // From -20 on: the reset at -20 - d - 1 has probability (d + 1) / 16, given that it is reached.
    let left = 1;
    const chances = Array.from({ length: 37 }, (_, depth) => {
      if (depth < 20) return 0;
      const chance = left * Math.min(1, (depth - 20 + 1) / values);
      left -= chance;
      return chance;
    });
    expectDistribution(first, chances);
  });

  it("does not move a saturating negative threshold", async () => {
    const parameters = { beta: 20, mask_bits: bits, saturate: 1, leak: -3 };
    const { values: recorded } = await onChip(networkOf({ parameters, size: 50, ticks: 20 }));
    expect(new Set(recorded["v"]?.slice(7).flat())).toEqual(new Set([-20]));
  });
});

it("draws the same numbers on all backends", async () => {
  const network = networkOf({
    parameters: { s_0: 90, b_0: 1, leak: -50, leak_random: 1, alpha: 3, mask_bits: 3 },
    sources: 4,
    ticks: 40,
    size: 40,
  });
  const [first, ...others] = await Promise.all(
    Object.keys(chips).map((chip) => onChip(network, { chip })),
  );
  expect(first?.spikes.length).toBeGreaterThan(20);
  for (const other of others) expect(other).toEqual(first);
});
