import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import { head, notesOf, onChip } from "./run-chip.ts";

type Parameters = Readonly<Record<string, number | readonly number[]>>;

const [size, steps] = [64, draws({ ci: 60, long: 20000 })];

/** Neurons whose current and voltage forget a step: both decays clear what is below 4096. */
function network(parameters: Parameters, change: Partial<NetworkRecord> = {}): NetworkRecord {
  return {
    ...head,
    seed: 7,
    duration: `${steps} ms`,
    populations: {
      N: {
        model: "loihi-cuba",
        size,
        parameters: { du: 4095, dv: 4095, v_threshold: 131071, ...parameters },
      },
    },
    record: [{ population: "N", variables: ["spikes", "u", "v"] }],
    ...change,
  };
}

/** All noise that NengoLoihi can draw, equally likely: `(x + 64 offset) 2^(exp - 7)` as an integer of C. */
function equallyLikely(exponent: number, offset: number): readonly number[] {
  return Array.from(
    { length: 255 },
    (_, k) => Math.trunc((k - 127 + 64 * offset) * 2 ** (exponent - 7)) + 0,
  );
}

/** Refuse a sample whose chi-square statistic against an exact distribution is beyond 5 standard deviations. */
function expectDrawnFrom(sample: readonly number[], likely: readonly number[]): void {
  const expected = new Map<number, number>();
  for (const value of likely) {
    expected.set(value, (expected.get(value) ?? 0) + sample.length / likely.length);
  }
  const found = new Map<number, number>();
  for (const value of sample) found.set(value, (found.get(value) ?? 0) + 1);
  expect([...found.keys()].filter((value) => !expected.has(value))).toEqual([]);
  let statistic = 0;
  for (const [value, count] of expected)
    statistic += ((found.get(value) ?? 0) - count) ** 2 / count;
  const degrees = expected.size - 1;
  // The mean of chi-square is its degrees of freedom, and its variance twice that.
  expect(Math.abs(statistic - degrees)).toBeLessThan(5 * Math.sqrt(2 * degrees));
}

describe("noise", () => {
  it.each([
    { noise_exp: 7, noise_offset: 0 },
    { noise_exp: 7, noise_offset: 1 },
    // Fractions are cut towards zero, so that 0 is more likely than its neighbours.
    { noise_exp: 4, noise_offset: 0 },
  ])("has the distribution of NengoLoihi with $noise_exp and $noise_offset", async (stated) => {
    const likely = equallyLikely(stated.noise_exp, stated.noise_offset);
    const onAccumulator = await onChip(network(stated));
    // The voltage is cleared in each step, but not what is added to it.
    expectDrawnFrom(onAccumulator.values["u"]?.flat() ?? [], likely);
    expect(onAccumulator.values["v"]).toEqual(onAccumulator.values["u"]);
    const onMembrane = await onChip(network({ ...stated, noise_at_membrane: 1 }));
    expectDrawnFrom(onMembrane.values["v"]?.flat() ?? [], likely);
    expect(onMembrane.values["u"]?.flat().every((value) => value === 0)).toBe(true);
  });

  it("adds spikes with their exact probability", async () => {
    // 64 x > 64 * 100: 27 of 255 numbers.
    const { spikes } = await onChip(network({ noise_exp: 13, v_threshold: 100 }));
    const [count, chance] = [size * steps, 27 / 255];
    const deviation = Math.sqrt(count * chance * (1 - chance));
    expect(Math.abs(spikes.length - count * chance)).toBeLessThan(5 * deviation);
  });

  it("is independent between neurons and steps", async () => {
    const { values } = await onChip(network({ noise_exp: 7 }));
    const rows = values["u"] ?? [];
    // The variance of -127 to 127 is (255^2 - 1) / 12; products of independent numbers have its square.
    const variance = (255 ** 2 - 1) / 12;
    const products = [
      rows.slice(1).flatMap((row, k) => row.map((one, n) => one * (rows[k]?.[n] ?? 0))),
      rows.flatMap((row) => row.slice(1).map((one, n) => one * (row[n] ?? 0))),
    ];
    for (const own of products) {
      const sum = own.reduce((all, one) => all + one, 0);
      expect(Math.abs(sum)).toBeLessThan(5 * variance * Math.sqrt(own.length));
    }
  });

  it("is in the accumulator before that wraps, and counts as a wrap", async () => {
    // Up to 127 * 2^16 needs 24 bits.
    const notes = await notesOf(network({ noise_exp: 23 }));
    expect(notes.find((note) => note.includes("wraps of the accumulator"))).toBeDefined();
    const { values } = await onChip(network({ noise_exp: 23 }));
    const wrapped = equallyLikely(23, 0).map((value) => BigInt.asIntN(22, BigInt(value)));
    const u = values["u"]?.[0] ?? [];
    expect(u.every((value) => wrapped.includes(BigInt(value)))).toBe(true);
  });

  it("has the same bits on every backend and depends on the seed", async () => {
    const short = network({ noise_exp: 12, v_threshold: 50 }, { duration: "20 ms" });
    const ours = await onChip(short);
    expect(await onChip(short, { chip: "js" })).toEqual(ours);
    expect(await onChip(short, { chip: "reference" })).toEqual(ours);
    expect(await onChip({ ...short, seed: 8 })).not.toEqual(ours);
  });

  it("may be absent in some neurons of a core, but not differ", async () => {
    const some = Array.from({ length: size }, (_, neuron) => (neuron % 2 === 0 ? 7 : 0));
    const { values } = await onChip(network({ noise_exp: some }));
    const still = values["u"]?.flatMap((row) => row.filter((_, neuron) => neuron % 2 === 1)) ?? [];
    expect(still.every((value) => value === 0)).toBe(true);
    const mixed = some.map((exponent, neuron) => (neuron === 6 ? 9 : exponent));
    await expect(onChip(network({ noise_exp: mixed }))).rejects.toThrow(
      /SL_LOIHI_NOISE.*neuron 6/s,
    );
  });

  it("is refused by the dialect that has none", async () => {
    await expect(onChip(network({ noise_exp: 7 }), { dialect: "lava" })).rejects.toThrow(
      "SL_LOIHI_DIALECT",
    );
  });
});
