import { type ConnectorRecord, createStack, type NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { clock, defaultStack } from "spikeloom";
import { describe, expect, it } from "vitest";
import { webgpu } from "../src/index.ts";

const backend = webgpu({ processor: "cpu" });

/** The same connector, which does not state its draws: its rows are drawn by the host and stored. */
const stored = (connector: ConnectorRecord): ConnectorRecord => ({
  ...connector,
  name: `stored-${connector.name}`,
  plan(request) {
    const { draws, ...plan } = connector.plan(request);
    expect(draws).toBeDefined();
    return plan;
  },
});
/** The same connector, which cannot list partners on the host. */
const unlisted = (connector: ConnectorRecord): ConnectorRecord => ({
  ...connector,
  name: `unlisted-${connector.name}`,
  plan: (request) => ({
    ...connector.plan(request),
    partners() {
      throw new Error("The host draws a row.");
    },
  }),
});
const names = [
  "all-to-all",
  "one-to-one",
  "fixed-probability",
  "fixed-outdegree",
  "fixed-indegree",
];
const stack = createStack({
  plugins: [
    defaultStack,
    ...names.flatMap((name) => {
      const connector = defaultStack.get("connector", name);
      return [stored(connector), unlisted(connector)];
    }),
  ],
});

/** Two populations that spike, connected in every way that a processor draws. */
function networkOf(
  connector: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>>,
): NetworkRecord {
  const own = { receptor: "excitatory", weight: "30 pA", procedural: true, connector, ...more };
  return {
    format: "spikeloom-network",
    version: 1,
    dt: "0.1 ms",
    seed: 7,
    populations: {
      s: { model: "poisson", size: 90, parameters: { rate: "60 Hz" } },
      e: {
        model: "lif-curr-exp",
        size: 90,
        initial: { v: { draw: "uniform", low: "-65 mV", high: "-50 mV" } },
      },
    },
    projections: [
      { name: "outer", from: "s", to: "e", ...own },
      { name: "inner", from: "e", to: "e", ...own },
    ],
    stimuli: [{ kind: "steps", into: "e", times: ["1 ms"], values: ["400 pA"] }],
    record: [
      { population: "e", variables: ["spikes"] },
      { population: "e", variables: ["v"], every: "0.5 ms" },
    ],
  } as never;
}

const outcome = async (network: NetworkRecord, options: object = {}) => {
  const result = await run(network, { stack, backend, for: "40 ms", ...options });
  const { spikeHash, spikeCounts, recordings, summary } = result;
  return { results: { spikeHash, spikeCounts, recordings }, summary };
};

const constant = { delay: "1 ms" };
const uniform = { delay: { draw: "uniform", low: "0.3 ms", high: "2 ms" } };
const normal = { delay: { draw: "normal", mean: "1 ms", sd: "0.7 ms", min: "0.1 ms" } };
const between = {
  delay: { draw: "normal", mean: "1 ms", sd: "0.7 ms", min: "0.4 ms", max: "2 ms" },
};
const clipped = { delay: { ...between.delay, outside: "clip" } };
const rounded = { delay: { ...between.delay, round: "0.5 ms" } };
const selected = {
  ...uniform,
  fromNeurons: { from: 20, until: 80 },
  toNeurons: { from: 10, until: 45 },
};

describe("rows that a processor draws", () => {
  it.each([
    ["all pairs", { kind: "all-to-all" }, constant],
    ["all pairs but a neuron with itself", { kind: "all-to-all", autapses: false }, uniform],
    ["equal numbers", { kind: "one-to-one" }, normal],
    ["few by chance", { kind: "fixed-probability", p: 0.05 }, uniform],
    ["many by chance", { kind: "fixed-probability", p: 0.8, autapses: false }, between],
    ["any by number", { kind: "fixed-outdegree", n: 25 }, clipped],
    ["any others by number", { kind: "fixed-outdegree", n: 25, autapses: false }, rounded],
    ["distinct by number", { kind: "fixed-outdegree", n: 40, multapses: false }, normal],
    ["any inputs by number", { kind: "fixed-indegree", n: 25 }, uniform],
    ["one input", { kind: "fixed-indegree", n: 1 }, normal],
    ["chosen neurons, inputs by number", { kind: "fixed-indegree", n: 30 }, selected],
    ["chosen neurons by chance", { kind: "fixed-probability", p: 0.3, autapses: false }, selected],
    ["chosen neurons, all pairs", { kind: "all-to-all" }, selected],
  ])("have the bits of stored rows: %s", async (_, connector, more) => {
    const drawn = await outcome(networkOf(connector, more));
    const other = { ...connector, kind: `stored-${connector.kind}` };
    const expected = await outcome(networkOf(other, more));
    expect(expected.results.spikeCounts["e"]).toBeGreaterThan(90);
    expect(drawn.results).toEqual(expected.results);
    expect(drawn.summary.synapses).toBe(expected.summary.synapses);
    expect(drawn.summary.notes).toContain("inner: redrawn on the processor at each spike");
    expect(expected.summary.notes).toContain(
      `inner: stored, as "stored-${connector.kind}" does not state its draws`,
    );
  });

  it("have the spikes of the clock where weights are whole numbers", async () => {
    const weight = { weight: "32 pA", delay: uniform.delay };
    const network = networkOf({ kind: "fixed-probability", p: 0.3 }, weight);
    const expected = await outcome(network, { backend: clock(), precision: "f32" });
    expect((await outcome(network)).results).toEqual(expected.results);
  });

  it.each([
    { kind: "all-to-all", autapses: false },
    { kind: "one-to-one" },
    { kind: "fixed-probability", p: 0.3, autapses: false },
    { kind: "fixed-outdegree", n: 25 },
    { kind: "fixed-outdegree", n: 25, multapses: false, autapses: false },
    { kind: "fixed-indegree", n: 25 },
  ])("are never drawn on the host: %o", async (connector) => {
    const drawn = await outcome(networkOf(connector, constant));
    const own = { ...connector, kind: `unlisted-${connector.kind}` };
    const got = await outcome(networkOf(own, constant));
    expect(got.results).toEqual(drawn.results);
    const scales = ({ notes = [] }: { readonly notes?: readonly string[] }): readonly string[] =>
      notes.filter((one) => one.includes("sums in units"));
    expect(scales(got.summary)).toEqual(scales(drawn.summary));
  });

  it("take no memory for synapses", async () => {
    const wide = (network: NetworkRecord): NetworkRecord => ({
      ...network,
      populations: { ...network.populations, e: { model: "lif-curr-exp", size: 4000 } },
      projections: (network.projections ?? []).slice(1),
    });
    const connector = { kind: "fixed-probability", p: 0.05 };
    const stated = { ...connector, kind: "stored-fixed-probability" };
    const short = { for: "0.1 ms" };
    const drawn = await outcome(wide(networkOf(connector, constant)), short);
    const expected = await outcome(wide(networkOf(stated, constant)), short);
    const { synapses, bytes = 0 } = drawn.summary;
    expect(synapses).toBeGreaterThan(790_000);
    // Stored synapses take 8 bytes each; the bit masks of rows and a table of sources remain.
    expect((expected.summary.bytes ?? 0) - bytes).toBeGreaterThan(8 * synapses - 4_500_000);
  });

  it.each([
    ["normal", { draw: "normal", mean: "30 pA", sd: "3 pA" }, uniform],
    ["uniform", { draw: "uniform", low: "10 pA", high: "50 pA" }, constant],
    ["redrawn", { draw: "normal", mean: "30 pA", sd: "30 pA", min: "0 pA", max: "55 pA" }, normal],
    [
      "clipped",
      { draw: "normal", mean: "30 pA", sd: "30 pA", min: "0 pA", outside: "clip" },
      clipped,
    ],
    ["equal", { draw: "normal", mean: "30 pA", sd: "0 pA" }, constant],
  ])("have the bits of stored rows where weights are drawn: %s", async (_, weight, delay) => {
    const more = { ...delay, weight };
    // Bounds of drawn weights are those of the draw, which allow a coarser scale than the stored weights.
    const asked = { backendOptions: { scale: 7 } };
    for (const connector of [
      { kind: "fixed-probability", p: 0.3, autapses: false },
      { kind: "fixed-outdegree", n: 25 },
    ]) {
      const drawn = await outcome(networkOf(connector, more), asked);
      const other = { ...connector, kind: `stored-${connector.kind}` };
      const expected = await outcome(networkOf(other, more), asked);
      expect(drawn.results.spikeCounts["e"]).toBeGreaterThan(90);
      expect(drawn.results).toEqual(expected.results);
      expect(drawn.summary.notes).toContain("inner: redrawn on the processor at each spike");
    }
  });

  it("have weights of at most 65,536 different values", async () => {
    const weight = { draw: "uniform", low: "10 pA", high: "42 pA" };
    const network = networkOf({ kind: "fixed-outdegree", n: 5 }, { ...constant, weight });
    // 32 pA have 65,536 units of 2^-11 pA, and one more with both ends.
    const { notes = [] } = (await outcome(network)).summary;
    expect(notes.join()).toContain("sums in units of 2^-10");
    const finer = outcome(network, { backendOptions: { scale: 11 } });
    await expect(finer).rejects.toMatchObject({
      code: "SL_FIXED_SCALE",
      expected: "a scale of at most 10",
    });
  });

  it.each([
    ["need doubles", { draw: "exponential", mean: "30 pA", max: "90 pA" }],
    ["are computed for each pair", { formula: "30*pA + i*0.1*pA" }],
  ])("are stored where weights %s", async (_, weight) => {
    const network = networkOf({ kind: "fixed-probability", p: 0.3 }, { ...constant, weight });
    const { summary } = await outcome(network, { for: "0.1 ms" });
    expect(summary.notes).toContain("inner: stored, as its weights need double precision");
  });

  it("are stored where delays need doubles", async () => {
    const delay = { draw: "exponential", mean: "1 ms", min: "0.1 ms", max: "5 ms" };
    const network = networkOf({ kind: "fixed-probability", p: 0.3 }, { delay });
    const { summary } = await outcome(network, { for: "0.1 ms" });
    expect(summary.notes).toContain("inner: stored, as its delays need double precision");
  });
});
