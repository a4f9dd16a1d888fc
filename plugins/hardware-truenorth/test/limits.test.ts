import type { NetworkRecord, ProjectionRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { trueNorthSynapse } from "../src/index.ts";
import { type Chosen, head, notesOf, onChip } from "./run-chip.ts";

interface Part {
  readonly sizes: Readonly<Record<string, number>>;
  readonly projections: readonly Partial<ProjectionRecord>[];
  readonly parameters?: Readonly<Record<string, number>>;
  readonly model?: string;
}

/** Populations of the given sizes, and a source S of 300 that never spikes. */
function networkOf({
  sizes,
  projections,
  parameters = {},
  model = "truenorth",
}: Part): NetworkRecord {
  return {
    ...head,
    duration: "1 ms",
    populations: {
      S: { model: "spike-array", size: 300, times: [] },
      ...Object.fromEntries(
        Object.entries(sizes).map(([name, size]) => [name, { model, size, parameters }]),
      ),
    },
    projections: projections.map((one, k) => ({
      name: `projection ${k}`,
      from: "S",
      to: "A",
      receptor: "axon_0",
      connector: { kind: "one-to-one" },
      weight: 1,
      delay: "0 ms",
      ...one,
    })),
  };
}

describe("cores", () => {
  it("hold populations of up to 256 neurons", async () => {
    const notes = await notesOf(networkOf({ sizes: { A: 300, B: 200 }, projections: [] }));
    expect(notes).toContain("cores: 3, chips: 1");
    expect(notes).toContain("fullest: 200 of 256 neurons per core");
  });

  it("hold several populations that one neuron reaches", async () => {
    const reach = [
      { from: "A", to: "A" },
      { from: "A", to: "B" },
    ];
    const notes = await notesOf(networkOf({ sizes: { A: 100, B: 100 }, projections: reach }));
    expect(notes).toContain("cores: 1, chips: 1");
    expect(notes).toContain("splitters: none");
  });

  it("relay spikes to several cores where their delay allows it", async () => {
    const reach = [
      { from: "A", to: "A", delay: "1 ms" },
      { from: "A", to: "B", delay: "3 ms" },
    ];
    const notes = await notesOf(networkOf({ sizes: { A: 200, B: 200 }, projections: reach }));
    // Two cores of neurons; 128 splitters of two relays fill a core.
    expect(notes).toContain("cores: 4, chips: 1");
    expect(notes).toContain("splitters: 200, with 400 neurons");
  });

  it("have as many axons and neurons as the options state", async () => {
    const network = networkOf({ sizes: { A: 300 }, projections: [] });
    expect(await notesOf(network, { axons: 512, neurons: 512 })).toContain("cores: 1, chips: 1");
  });
});

const toAll = { connector: { kind: "all-to-all" } };

const refused: readonly (readonly [string, RegExp, NetworkRecord, Chosen])[] = [
  [
    "SL_CHIP_FAN_IN",
    /populations.A, neuron 0: .*at most 256, got 300/,
    networkOf({ sizes: { A: 1 }, projections: [toAll] }),
    {},
  ],
  [
    "SL_TRUENORTH_DELAY",
    /at most 15 ticks.*got 16 ticks/,
    networkOf({ sizes: { A: 300 }, projections: [{ delay: "15 ms" }] }),
    {},
  ],
  [
    "SL_TRUENORTH_FAN_OUT",
    /populations.A, neuron 0: .*got 2 axons, one of them after 1 tick on core/,
    networkOf({
      sizes: { A: 200, B: 200 },
      projections: [
        { from: "A", to: "A", ...toAll },
        { from: "A", to: "B", ...toAll },
      ],
    }),
    {},
  ],
  [
    "SL_TRUENORTH_FAN_OUT",
    /at most 4 axons, got 5 axons/,
    networkOf({
      sizes: { A: 2, B: 20 },
      projections: [{ from: "A", to: "B", delay: "1 ms", ...toAll }],
    }),
    { neurons: 4 },
  ],
  [
    "SL_TRUENORTH_NEURON",
    /populations.A.model: .*"lif"/,
    networkOf({ sizes: { A: 1 }, projections: [], model: "lif" }),
    {},
  ],
  [
    "SL_TRUENORTH_SYNAPSE",
    /weight: .*got 3/,
    networkOf({ sizes: { A: 300 }, projections: [{ weight: 3 }] }),
    {},
  ],
  [
    "SL_TRUENORTH_SYNAPSE",
    /synapse.parameters.type: .*got 2/,
    networkOf({
      sizes: { A: 300 },
      projections: [{ synapse: trueNorthSynapse({ type: 2 }) }],
    }),
    {},
  ],
  [
    "SL_TRUENORTH_DIALECT",
    /alpha: .*256 in neuron 0/,
    networkOf({ sizes: { A: 1 }, projections: [], parameters: { alpha: 256, saturate: 0 } }),
    { dialect: "ranc" },
  ],
  [
    "SL_TRUENORTH_DIALECT",
    /alpha: .*-1 in neuron 0/,
    networkOf({ sizes: { A: 1 }, projections: [], parameters: { alpha: -1 } }),
    {},
  ],
  [
    "SL_TRUENORTH_DIALECT",
    /beta: .*-255 to 256, got 257/,
    networkOf({ sizes: { A: 1 }, projections: [], parameters: { beta: 257, saturate: 0 } }),
    { dialect: "ranc" },
  ],
  [
    "SL_TRUENORTH_DIALECT",
    /saturate: .*has no such mode/,
    networkOf({ sizes: { A: 1 }, projections: [] }),
    { dialect: "ranc-simulator" },
  ],
  [
    "SL_TRUENORTH_DIALECT",
    /reset_mode: /,
    networkOf({ sizes: { A: 1 }, projections: [], parameters: { reset_mode: 2, saturate: 0 } }),
    { dialect: "ranc" },
  ],
];

describe("a network is refused", () => {
  it.each(refused)("with %s: %s", async (code, text, network, chosen) => {
    await expect(onChip(network, chosen)).rejects.toThrow(code);
    await expect(onChip(network, chosen)).rejects.toThrow(text);
  });

  it("whose axons do not take a whole tick", async () => {
    const network: NetworkRecord = {
      ...head,
      dt: "0.5 ms",
      duration: "1 ms",
      populations: {
        A: { model: "truenorth", size: 2 },
        X: { model: "truenorth-axon", size: 1 },
      },
      projections: [
        { from: "A", to: "X", ...toAll, weight: 1, delay: "0 ms" },
        { from: "X", to: "A", receptor: "axon_0", ...toAll, weight: 1, delay: "0.5 ms" },
      ],
    };
    await expect(onChip(network)).rejects.toThrow(/SL_TRUENORTH_DELAY.*a delay of 0 from axons/);
    const [first, second] = network.projections ?? [];
    const late = [
      { ...first, delay: "0.5 ms" },
      { ...second, delay: "0 ms" },
    ];
    const other = { ...network, projections: late } as NetworkRecord;
    await expect(onChip(other)).rejects.toThrow(/SL_TRUENORTH_DELAY.*an even number of steps/);
  });
});
