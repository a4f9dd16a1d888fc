import type { PlasticityRecord, ProjectionRecord, SynapseRecord } from "@spikeloom/kernel";
import { checkNetwork } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { type LearnOptions, learn, prepareLearning } from "./learn.ts";
import { relay } from "./random-networks.ts";
import { type Network, source, stack } from "./simulate.ts";

const about = "for a test";
const head = { contract: 1, about: "For a test.", cite: ["doi:10.1000/182"] } as const;

const pair: PlasticityRecord = {
  ...head,
  kind: "plasticity",
  name: "pair",
  weightUnit: "1",
  parameters: {
    tau: { default: "20 ms", min: "0 ms", exclusive: true, about },
    a: { default: 0.1, min: 0, max: 1, about },
  },
  traces: { x: { of: "pre", decay: "tau" }, y: { of: "post", decay: "tau" } },
  state: { s: { initial: 0, unit: "1", about } },
  modulators: { m: { unit: "1", about } },
  on: {
    pre: { x: "x + 1", weight: "weight - a * y * (1 + m)" },
    post: { y: "y + 1", weight: "weight + a * x" },
    tick: { s: "s + weight" },
  },
  bounds: { weight: { min: "0", max: "1" } },
};

function networkOf(
  projection: Partial<ProjectionRecord>,
  more: Partial<Network> & { readonly rule?: Partial<PlasticityRecord> } = {},
): Network {
  const { rule = {}, ...others } = more;
  return {
    convention: "nest",
    populations: {
      pre: { model: source, size: 2, times: [["1 ms", "3 ms"], ["2 ms"]] },
      driver: { model: source, size: 2, times: [["2 ms"], ["2.5 ms"]] },
      post: { model: relay, size: 2 },
    },
    projections: [
      {
        from: "driver",
        to: "post",
        receptor: "drive",
        weight: 3,
        delay: "0.1 ms",
        connector: { kind: "one-to-one" },
      },
      {
        name: "w",
        from: "pre",
        to: "post",
        receptor: "seen",
        weight: 0.5,
        delay: "1 ms",
        connector: { kind: "all-to-all" },
        plasticity: { ...pair, ...rule },
        ...projection,
      },
    ],
    ...others,
  };
}

/** The code and the place of the error of a run of a few steps. */
async function faultOf(network: Network, options: LearnOptions = {}): Promise<string> {
  try {
    const simulation = await prepareLearning(network, options);
    await simulation.advance(50);
    await simulation.close();
    return "none";
  } catch (error) {
    const { code, place } = error as { code?: string; place?: string };
    return `${code} ${place}`;
  }
}

function checked(network: Network): readonly string[] {
  const record = { format: "spikeloom-network", version: 1, ...network } as const;
  return checkNetwork(record, { stack }).map(({ code, place }) => `${code} ${place}`);
}

const tick = (event: unknown): Partial<ProjectionRecord> =>
  ({ events: { tick: event } }) as Partial<ProjectionRecord>;
const factor = (given: unknown): Partial<ProjectionRecord> =>
  ({ modulators: { m: given } }) as Partial<ProjectionRecord>;
const at = "projections[1]";
const reads = (of: "pre" | "post", variable: string, unit = "1") => ({
  rule: { reads: { u: { of, variable, unit } } },
});

const wrongInRun: readonly (readonly [string, Network, string])[] = [
  [
    "an event that the rule has not",
    networkOf({ events: { zap: { every: "1 ms" } } }),
    `SL_SYNAPSE_RULE ${at}.events.zap`,
  ],
  [
    "times of a spike as an event",
    networkOf({ events: { pre: { every: "1 ms" } } }),
    `SL_SYNAPSE_RULE ${at}.events.pre`,
  ],
  [
    "a state that starts as no finite number",
    networkOf({}, { rule: { state: { s: { initial: "1 / (a - a)", unit: "1", about } } } }),
    `SL_SYNAPSE_RULE ${at}.initial.s`,
  ],
  [
    "events without a time between them",
    networkOf(tick({ every: "0 ms" })),
    `SL_SYNAPSE_RULE ${at}.events.tick`,
  ],
  [
    "events closer than a step",
    networkOf(tick({ every: "0.04 ms" })),
    `SL_SYNAPSE_RULE ${at}.events.tick`,
  ],
  [
    "an interval that is no time",
    networkOf(tick({ every: "1 mV" })),
    `SL_VALUE_DIMENSION ${at}.events.tick.every`,
  ],
  [
    "a start before the run",
    networkOf(tick({ every: "1 ms", start: "-1 ms" })),
    `SL_TIME ${at}.events.tick.start`,
  ],
  ["events of nobody", networkOf(tick({ from: "nobody" })), `SL_SYNAPSE_RULE ${at}.events.tick`],
  [
    "events of a neuron that is not there",
    networkOf(tick({ from: "pre", neurons: { indices: [7] } })),
    `SL_SELECTION ${at}.events.tick.neurons.indices[0]`,
  ],
  [
    "events that come at once",
    networkOf(tick({ from: "pre", delay: "0 ms" })),
    `SL_SYNAPSE_RULE ${at}.events.tick.delay`,
  ],
  [
    "a third factor that the rule has not",
    networkOf({ modulators: { d: 1 } }),
    `SL_SYNAPSE_RULE ${at}.modulators.d`,
  ],
  [
    "a third factor of nobody",
    networkOf(factor({ from: "nobody", weight: 1, tau: "5 ms" })),
    `SL_SYNAPSE_RULE ${at}.modulators.m`,
  ],
  [
    "a third factor that decays in no time",
    networkOf(factor({ from: "pre", weight: 1, tau: "0 ms" })),
    `SL_SYNAPSE_RULE ${at}.modulators.m.tau`,
  ],
  [
    "a third factor of another unit",
    networkOf(factor("3 mV")),
    `SL_VALUE_DIMENSION ${at}.modulators.m`,
  ],
  [
    "a third factor by an unknown name",
    networkOf(factor({ formula: "zz + 1" })),
    `SL_NAME_UNKNOWN ${at}.modulators.m, column 1`,
  ],
  [
    "a third factor without end",
    networkOf(factor({ formula: "1 / t * ms" })),
    `SL_SYNAPSE_RULE ${at}.modulators.m.formula`,
  ],
  ["a weight above the bounds", networkOf({ weight: 1.5 }), `SL_VALUE_RANGE ${at}.weight`],
  ["a weight below the bounds", networkOf({ weight: -0.1 }), `SL_VALUE_RANGE ${at}.weight`],
  [
    "a drawn weight outside of the bounds",
    networkOf({ weight: { draw: "uniform", low: 1.1, high: 2 } }),
    `SL_VALUE_RANGE ${at}.weight`,
  ],
  [
    "a computed weight outside of the bounds",
    networkOf({ weight: { formula: "i + j" } }),
    `SL_VALUE_RANGE ${at}.weight`,
  ],
  [
    "bounds of which nothing is left",
    networkOf({}, { rule: { bounds: { weight: { min: "a", max: "0" } } } }),
    `SL_VALUE ${at}.plasticity`,
  ],
  [
    "a parameter of synapses outside of its bounds",
    networkOf({
      plasticity: { model: pair, parameters: { a: { draw: "normal", mean: 5, sd: 1 } } },
    }),
    `SL_VALUE_RANGE ${at}.plasticity.parameters.a`,
  ],
  [
    "a state that is no number",
    networkOf({ initial: { s: Number.NaN } }),
    `SL_VALUE_NUMBER ${at}.initial.s`,
  ],
  [
    "a state of another unit",
    networkOf({ initial: { s: "3 mV" } }),
    `SL_VALUE_DIMENSION ${at}.initial.s`,
  ],
  [
    "a variable that targets have not",
    networkOf({}, reads("post", "zzz")),
    `SL_SYNAPSE_RULE ${at}`,
  ],
  [
    "a variable of sources that have none",
    networkOf({}, reads("pre", "v")),
    `SL_SYNAPSE_RULE ${at}`,
  ],
  [
    "synapses that are drawn anew",
    networkOf({ procedural: true }),
    `SL_PROCEDURAL ${at}.plasticity`,
  ],
];

const wrongInCheck: readonly (readonly [string, Network, string])[] = [
  [
    "an event that the rule has not",
    networkOf({ events: { zap: { every: "1 ms" } } }),
    `SL_UNKNOWN_NAME ${at}.events.zap`,
  ],
  [
    "times of a spike as an event",
    networkOf({ events: { post: { every: "1 ms" } } }),
    `SL_UNKNOWN_NAME ${at}.events.post`,
  ],
  [
    "a third factor that the rule has not",
    networkOf({ modulators: { d: 1 } }),
    `SL_UNKNOWN_NAME ${at}.modulators.d`,
  ],
  [
    "a state that the rule has not",
    networkOf({ initial: { z: 1 } }),
    `SL_UNKNOWN_NAME ${at}.initial.z`,
  ],
  [
    "a state of another unit",
    networkOf({ initial: { s: "3 mV" } }),
    `SL_VALUE_DIMENSION ${at}.initial.s`,
  ],
  ["a share of the delay above 1", networkOf({ dendritic: 2 }), `SL_NETWORK_SHAPE ${at}.dendritic`],
  [
    "a share of the delay below 0",
    networkOf({ dendritic: -0.1 }),
    `SL_NETWORK_SHAPE ${at}.dendritic`,
  ],
  ["a weight outside of the bounds", networkOf({ weight: 1.5 }), `SL_VALUE_RANGE ${at}.weight`],
  [
    "weights that may be drawn outside of the bounds",
    networkOf({ weight: { draw: "uniform", low: 0.5, high: 1.01 } }),
    `SL_VALUE_RANGE ${at}.weight`,
  ],
  [
    "bounds of which nothing is left",
    networkOf({
      plasticity: {
        model: { ...pair, bounds: { weight: { max: "a - 1", min: "0" } } },
        parameters: { a: 0.5 },
      },
    }),
    `SL_VALUE ${at}.plasticity`,
  ],
  [
    "a parameter at an excluded bound",
    networkOf({ plasticity: { model: pair, parameters: { tau: "0 ms" } } }),
    `SL_VALUE_RANGE ${at}.plasticity.parameters.tau`,
  ],
  [
    "a variable that targets have not",
    networkOf({}, reads("post", "zzz")),
    `SL_UNKNOWN_NAME ${at}.plasticity.reads.u`,
  ],
  [
    "a variable of another unit",
    networkOf({}, reads("post", "s", "mV")),
    `SL_VALUE_DIMENSION ${at}.plasticity.reads.u`,
  ],
  [
    "synapses that are drawn anew",
    networkOf({ procedural: true }),
    `SL_PROCEDURAL ${at}.plasticity`,
  ],
];

describe("invalid plasticity", () => {
  it.each(wrongInRun)("is refused by a run: %s", async (_, network, fault) => {
    expect(await faultOf(network)).toBe(fault);
    expect(await faultOf(network, { target: "js", shards: 2 })).toBe(fault);
  });

  it.each(wrongInCheck)("is reported by a check: %s", (_, network, fault) => {
    expect(checked(network)).toEqual([fault]);
  });

  it("is not in the network of this file", async () => {
    expect(await faultOf(networkOf({}))).toBe("none");
    expect(checked(networkOf({}))).toEqual([]);
  });

  it("is reported with the synapse whose weight is wrong", async () => {
    const network = networkOf({ weight: { formula: "0.6 * i + 0.5 * j" } });
    await expect(prepareLearning(network)).rejects.toThrow(/1\.1 from source 1 to target 1/);
  });

  it("is reported with the parameters that bound a weight", async () => {
    const rule = { bounds: { weight: { min: "0", max: "a" } } };
    await expect(prepareLearning(networkOf({ weight: 0.5 }, { rule }))).rejects.toThrow(
      "Use a weight within the bounds, or change a of the rule.",
    );
  });

  it("does not include a weight at a bound, whatever its unit", async () => {
    for (const weight of [0, 1, { formula: "0.1 + 0.2 + 0.7" }]) {
      expect(await faultOf(networkOf({ weight }))).toBe("none");
    }
  });

  it("includes spikes of targets that cannot be deferred, if that is requested", async () => {
    const rule = { on: { ...pair.on, post: { y: "y + 1", weight: "weight + a * x * m" } } };
    const network = networkOf({}, { rule });
    expect(await faultOf(network, { plasticity: "lazy" })).toBe(`SL_SYNAPSE_RULE ${at}`);
    expect(await faultOf(network, { plasticity: "eager" })).toBe("none");
  });

  it("does not include variables of sources, in any number of shards", async () => {
    const network = networkOf({ from: "post" }, reads("pre", "v"));
    expect(await faultOf(network)).toBe("none");
    expect(await faultOf(network, { shards: 2 })).toBe("none");
  });

  it("includes a state of a source with several initial values", async () => {
    const synapse: SynapseRecord = {
      ...head,
      kind: "synapse",
      name: "shared",
      weightUnit: "1",
      parameters: {},
      per: "source",
      state: { q: { initial: 0, unit: "1", about } },
      on: { pre: { q: "1" } },
      deliver: "weight * q",
    };
    const initial = { q: { draw: "uniform", low: 0, high: 1 } } as const;
    const fault = await faultOf(networkOf({ synapse, initial }));
    expect(fault).toBe(`SL_SYNAPSE_RULE ${at}.initial.q`);
  });

  it("includes a dendritic delay that spans too many spikes", async () => {
    const network = networkOf({ delay: "300 ms", dendritic: 1 });
    expect(await faultOf(network)).toBe(`SL_SYNAPSE_RULE ${at}`);
    expect(await faultOf(networkOf({ delay: "300 ms", dendritic: 0.5 }))).toBe("none");
  });

  it("does not include other tiers, which store plastic weights in full", async () => {
    const looks = { synapses: { w: ["weight"] }, neurons: {} };
    const [wanted, ...others] = await Promise.all(
      (["exact", "compact", "packed"] as const).map((tier) =>
        learn(networkOf({}, { tier }), { pieces: [50], looks }),
      ),
    );
    for (const other of others) expect(other.values).toEqual(wanted?.values);
  });

  it.each([
    ["the synapses of", "nobody", "weight"],
    ["a variable of", "w", "nothing"],
  ])("includes queries of %s for missing names", async (_, projection, variable) => {
    const simulation = await prepareLearning(networkOf({}));
    const asked = simulation.synapseState?.(projection, variable);
    await expect(asked).rejects.toThrow(expect.objectContaining({ code: "SL_SYNAPSE_RULE" }));
    const set = simulation.setSynapseState?.(projection, variable, new Float64Array(4));
    await expect(set).rejects.toThrow(expect.objectContaining({ code: "SL_SYNAPSE_RULE" }));
    await simulation.close();
  });

  it.each([1, 2])("includes queries after close, on %d workers", async (workers) => {
    const simulation = await prepareLearning(networkOf({}), { shards: 2, workers });
    await simulation.close();
    for (const ask of [
      () => simulation.synapseState?.("w", "weight"),
      () => simulation.setSynapseState?.("w", "weight", new Float64Array(4)),
    ]) {
      await expect(ask()).rejects.toThrow(expect.objectContaining({ code: "SL_SIMULATION_ENDED" }));
    }
  });

  it("includes missing events, factors and values", async () => {
    const simulation = await prepareLearning(networkOf({}));
    for (const ask of [
      () => simulation.trigger?.("w", "zap"),
      () => simulation.trigger?.("nobody", "tick"),
      () => simulation.setModulator?.("w", "d", 1),
      () => simulation.setSynapseState?.("w", "weight", new Float64Array(3)),
    ]) {
      await expect(ask()).rejects.toThrow(expect.objectContaining({ code: "SL_SYNAPSE_RULE" }));
    }
    await simulation.close();
  });
});
