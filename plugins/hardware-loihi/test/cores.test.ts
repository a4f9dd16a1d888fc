import type { NetworkRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { fitCores } from "../src/index.ts";
import { head, notesOf, onChip } from "./run-chip.ts";

/** Synapses from each source to each target. */
function dense(from: string, to: string, sources: number, targets: number) {
  const count = sources * targets;
  return {
    name: `${from} to ${to}`,
    from,
    to,
    weightBits: 8,
    delayBits: 0,
    sources: Uint32Array.from({ length: count }, (_, k) => Math.floor(k / targets)),
    targets: Uint32Array.from({ length: count }, (_, k) => k % targets),
  };
}

describe("cores", () => {
  // A group of 64 weights takes 64 * 8 + 10 bits, padded to 576: four groups and 784 axons take 1806336 bits, too many for a core.
  it("hold 784 to 256 neurons in two, as NengoLoihi counts", () => {
    const [use] = fitCores(new Map([["H", 256]]), [dense("S", "H", 784, 256)]);
    expect(use).toEqual({
      population: "H",
      cores: 2,
      neurons: 128,
      axonsIn: 784,
      axonsOut: 0,
      synapseBits: 903_168,
    });
  });

  it("hold at most 1024 neurons each", () => {
    const uses = fitCores(new Map([["A", 1025]]), []);
    expect(uses.map(({ cores, neurons }) => [cores, neurons])).toEqual([[2, 513]]);
  });

  it("begin at most 4096 axons each", () => {
    // 1000 neurons reach 5 populations each, in one core.
    const targets = Array.from({ length: 5 }, (_, k) => `T${k}`);
    const sizes = new Map([["A", 1000], ...targets.map((name) => [name, 10] as const)]);
    const rows = (name: string) => ({
      ...dense("A", name, 1000, 1),
      targets: Uint32Array.from({ length: 1000 }, (_, k) => k % 10),
    });
    const [use] = fitCores(sizes, targets.map(rows));
    expect(use).toMatchObject({ cores: 2, axonsOut: 2500 });
  });

  it.each([
    [
      "axons that end at a core",
      new Map([["A", 1]]),
      [dense("S", "A", 5000, 1)],
      /at most 4096.*got 5000/,
    ],
    [
      "synapse memory",
      new Map([["A", 1]]),
      Array.from({ length: 5 }, (_, k) => dense(`S${k}`, "A", 4096, 1)),
      /SL_LOIHI_LIMIT/,
    ],
    [
      "more cores than the largest system",
      new Map([["A", 1024 * 128 * 768 + 1]]),
      [],
      /at most 98304, got 98305/,
    ],
  ] as const)("that are too few are refused: %s", (_, sizes, projections, text) => {
    expect(() => fitCores(sizes, projections)).toThrow("SL_LOIHI_LIMIT");
    expect(() => fitCores(sizes, projections)).toThrow(text);
  });

  it("that are too few are named, with their neuron", () => {
    // Neuron 2 of B has 5000 sources; A has one core, and each neuron of B one of its own.
    const projection = {
      ...dense("S", "B", 5000, 1),
      targets: new Uint32Array(5000).fill(2),
    };
    const sizes = new Map([
      ["A", 7],
      ["B", 4],
    ]);
    expect(() => fitCores(sizes, [projection])).toThrow(
      expect.objectContaining({
        code: "SL_LOIHI_LIMIT",
        place: "populations.B, neuron 2",
        got: "5000",
        message: expect.stringContaining("core 3"),
      }),
    );
  });

  const stated = (weight: number | readonly number[], sources = 2): NetworkRecord => ({
    ...head,
    duration: "1 ms",
    populations: {
      S: { model: "poisson", size: sources, parameters: { rate: "1 Hz" } },
      N: { model: "loihi-cuba", size: 1 },
    },
    projections: [
      {
        from: "S",
        to: "N",
        connector: { kind: "pairs", pairs: Array.from({ length: sources }, (_, k) => [k, 0]) },
        weight,
        delay: "0 ms",
      },
    ],
  });

  it("are reported in the notes of a run", async () => {
    const notes = await notesOf(stated(3));
    expect(notes).toContain("cores: 1, chips: 1");
    // One weight of 8 bits and a header of 10, padded to 64, for each axon.
    expect(notes.find((note) => note.startsWith("N, cores"))).toMatch(/2 axons in.* 128 bits/);
  });

  it.each([
    ["SL_LOIHI_WEIGHT", stated([3, -3])],
    ["SL_LOIHI_WEIGHT", stated([256, 1])],
    ["SL_LOIHI_WEIGHT", stated(32_641)],
    ["SL_LOIHI_LIMIT", stated(1, 4097)],
  ])("refuse a network with %s", async (code, network) => {
    await expect(onChip(network)).rejects.toThrow(code);
  });
});
