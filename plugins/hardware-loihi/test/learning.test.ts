import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { BackendRecord, NetworkRecord } from "@spikeloom/kernel";
import { run } from "@spikeloom/simulate";
import { describe, expect, it } from "vitest";
import { draws } from "../../../tools/test/draws.ts";
import { type LoihiLearningRule, loihiLearning } from "../src/index.ts";
import { chips, head, onChip, stack } from "./run-chip.ts";

/** A run of Lava's learning model with rounding down: variables after each step, by source and target. */
interface Case extends Required<Omit<LoihiLearningRule, "rounding">> {
  readonly weights: readonly (readonly number[])[];
  readonly pre: readonly (readonly number[])[];
  readonly post: readonly (readonly number[])[];
  readonly after: Readonly<Record<string, readonly (readonly number[])[]>>;
}

const packed = readFileSync(new URL("vectors/learning.json.gz", import.meta.url));
const { cases }: { cases: readonly Case[] } = JSON.parse(gunzipSync(packed).toString());

/** A run of Lava's learning connection: the sums that it sends to each target. */
interface FormatCase extends Omit<LoihiLearningRule, "rounding"> {
  readonly weights: readonly (readonly number[])[];
  readonly pre: readonly (readonly number[])[];
  readonly sums: readonly (readonly number[])[];
}

const packedFormats = readFileSync(new URL("vectors/learning-formats.json.gz", import.meta.url));
const { cases: formatCases }: { cases: readonly FormatCase[] } = JSON.parse(
  gunzipSync(packedFormats).toString(),
);

const timesOf = (rows: readonly (readonly number[])[], neuron: number, shift: number) =>
  rows.flatMap((row, step) => (row[neuron] === 1 ? [`${step + shift} ms`] : []));

const variablesOf = ({ dt, dd }: LoihiLearningRule): readonly string[] => [
  "weight",
  ...(dt === undefined ? [] : ["tag"]),
  ...(dd === undefined ? [] : ["delay_tag"]),
];

/** Spikes of both ends are given: the targets spike when, and only when, they are driven. */
function networkOf(
  { pre, post, weights }: Pick<Case, "pre" | "post" | "weights">,
  rule: LoihiLearningRule,
): NetworkRecord {
  const [sources, targets] = [pre[0]?.length ?? 0, post[0]?.length ?? 0];
  const given = (rows: readonly (readonly number[])[], size: number, shift: number) => ({
    model: "spike-array",
    size,
    times: Array.from({ length: size }, (_, neuron) => timesOf(rows, neuron, shift)),
  });
  const pairs = Array.from({ length: sources * targets }, (_, k) => {
    return [Math.floor(k / targets), k % targets] as const;
  });
  return {
    ...head,
    duration: `${pre.length + 3} ms`,
    populations: {
      pre: given(pre, sources, 1),
      // A spike reaches the accumulator one step later.
      drive: given(post, targets, 0),
      post: {
        model: "loihi-cuba",
        size: targets,
        parameters: { du: 4095, dv: 4095, v_threshold: 1000 },
      },
    },
    projections: [
      {
        name: "drive",
        from: "drive",
        to: "post",
        connector: { kind: "one-to-one" },
        weight: 8160,
        delay: "0 ms",
      },
      {
        name: "learning",
        from: "pre",
        to: "post",
        connector: { kind: "pairs", pairs },
        weight: pairs.map(([source, target]) => weights[target]?.[source] as number),
        delay: "0 ms",
        plasticity: loihiLearning(rule),
      },
    ],
    record: [{ population: "post", variables: ["spikes"] }],
    recordSynapses: [{ projection: "learning", every: "1 ms", variables: variablesOf(rule) }],
  };
}

/** Values of a variable after each step, by source and target. */
async function learned(
  network: NetworkRecord,
  { on, dialect = "lava", seed = 1 }: { on: string; dialect?: string; seed?: number },
) {
  const { synapseRecordings } = await run(network, {
    stack,
    backend: chips[on] as BackendRecord,
    backendOptions: { dialect },
    seed,
  });
  const [set] = synapseRecordings[0]?.sets ?? [];
  const { sources = new Uint32Array(), targets = new Uint32Array() } = set ?? {};
  const width = sources.length;
  const order = [...sources.keys()].toSorted(
    (a, b) =>
      (sources[a] as number) - (sources[b] as number) ||
      (targets[a] as number) - (targets[b] as number),
  );
  return (variable: string): readonly (readonly number[])[] => {
    const { values = new Float64Array() } = set?.snapshots.get(variable) ?? {};
    const rows = Array.from({ length: values.length / width }, (_, k) => {
      return order.map((synapse) => values[k * width + synapse] as number);
    });
    return rows.slice(lag);
  };
}

/** Snapshots before that of the first step: the engine acts on a step two steps later. */
const lag = 3;

describe("the learning engine", () => {
  const tested = [...cases.keys()].slice(0, draws({ ci: 8, long: cases.length }));
  it.each(tested)("has the variables of Lava's models: %i", async (which) => {
    const { pre, post, weights, after, ...rule } = cases[which] as Case;
    const network = networkOf({ pre, post, weights }, { ...rule, rounding: "down" });
    for (const on of which % 12 === 0 ? ["wasm", "js", "reference"] : ["wasm"]) {
      const rows = await learned(network, { on });
      for (const [variable, expected] of Object.entries(after)) {
        expect(rows(variable).slice(0, pre.length), variable).toEqual(expected);
      }
    }
  });

  it.each(formatCases.map((one, which) => [which, one] as const))(
    "sends the sums of Lava's learning connection with few bits and an exponent: %i",
    async (which, { pre, weights, sums, ...rule }) => {
      const post = pre.map(() => weights.map(() => 0));
      const network = networkOf({ pre, post, weights }, { ...rule, rounding: "down" });
      const N = { model: "loihi-cuba", size: weights.length };
      const parameters = { du: 4095, dv: 4095, v_threshold: 131071 };
      const given = {
        ...network,
        populations: { ...network.populations, post: { ...N, parameters } },
        record: [{ population: "post", variables: ["u"] }],
        recordSynapses: [],
      };
      // The current is cleared in each step, so that it is the sum that arrives, in units of 64.
      const { values } = await onChip(given, { dialect: "lava" });
      const u = values["u"]?.slice(0, pre.length) ?? [];
      expect(u.map((row) => row.map((value) => value / 64))).toEqual(sums);
      expect(new Set(sums.flat()).size, `case ${which}`).toBeGreaterThan(2);
    },
  );

  it("refuses negative exponents in the dialect that rounds each weight", async () => {
    const network = networkOf(quiet, { dw: "u0", traces: {}, exponent: -1 });
    await expect(onChip(network)).rejects.toThrow("SL_LOIHI_DIALECT");
  });

  it("refuses formats that the chip does not have", () => {
    expect(() => loihiLearning({ dw: "u0", traces: {}, bits: 7 })).toThrow(/SL_LOIHI_RULE.*bits/s);
    expect(() => loihiLearning({ dw: "u0", traces: {}, exponent: 8 })).toThrow("from -8 to 7");
  });

  it("changes weights in most of these cases", () => {
    const changed = cases.filter(({ after }) => {
      return JSON.stringify(after["weight"]?.[0]) !== JSON.stringify(after["weight"]?.at(-1));
    });
    expect(changed.length).toBeGreaterThan(cases.length / 2);
  });

  const steps = 24;
  const silent = (size: number) => Array.from({ length: steps }, () => new Array(size).fill(0));
  const many = { sources: 40, targets: 10 };
  const quiet = {
    pre: silent(many.sources),
    post: silent(many.targets),
    weights: Array.from({ length: many.targets }, () => new Array(many.sources).fill(0)),
  };
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

  it("rounds weights stochastically", async () => {
    // 5/128 in each of 24 steps. The variance of a step is p (1 - p); four standard errors over 400 synapses.
    const p = 5 / 128;
    const network = networkOf(quiet, { dw: "5 * 2^-7 * u0", traces: {} });
    const weights = (await learned(network, { on: "wasm" }))("weight")[steps - 1] ?? [];
    const error = 4 * Math.sqrt((steps * p * (1 - p)) / weights.length);
    expect(Math.abs(mean(weights) - steps * p)).toBeLessThan(error);
    expect(new Set(weights).size).toBeGreaterThan(2);
  });

  it("rounds traces stochastically", async () => {
    // The engine does not read traces of the target here, so that only the source's decays. Rounding has no bias: the mean
    // is that of the exponential, and a step adds a variance of at most 1/4.
    const pre = quiet.pre.map((row, step) => row.map(() => Number(step === 0)));
    const network = networkOf(
      { ...quiet, pre },
      { dt: "u0 * x1", traces: { x1: { impulse: 50.25, tau: 10 } } },
    );
    const recorded = {
      ...network,
      recordSynapses: [{ projection: "learning", every: "1 ms", variables: ["x1"] }],
    };
    const rows = (await learned(recorded, { on: "wasm" }))("x1");
    for (const step of [0, 5, 20]) {
      const values = rows[step] ?? [];
      const error = 4 * Math.sqrt((step + 1) / 4 / values.length);
      expect(Math.abs(mean(values) - 50.25 * Math.exp(-step / 10))).toBeLessThan(error);
      expect(new Set(values).size).toBeGreaterThan(1);
    }
  });

  it("learns by reward: a third factor turns tags into weights", async () => {
    const one = cases.find(({ pre }) => pre.flat().filter((spike) => spike === 1).length > 80);
    const { pre, post } = one as Case;
    const weights = [
      [10, 20, 30],
      [40, 50, 60],
    ];
    const traces = {
      x1: { impulse: 60, tau: 8 },
      y1: { impulse: 60, tau: 8 },
      y2: "third-factor",
    } as const;
    const dt = "2^-1 * x1 * y0 - 2^-2 * y1 * x0 - 2^-4 * u0 * t";
    const network = networkOf(
      { pre, post, weights },
      { dt, dw: "2^-1 * u0 * t * y2", traces, rounding: "down" },
    );
    const [drive, learning] = network.projections ?? [];
    const rewarded = {
      ...network,
      projections: [
        drive,
        { ...learning, modulators: { y2: { formula: "where(t < 30*ms, 0, 12.5)" } } },
      ],
    } as NetworkRecord;
    const rows = await learned(rewarded, { on: "wasm" });
    const [before, tags] = [rows("weight"), rows("tag")];
    expect(before[26]).toEqual([10, 40, 20, 50, 30, 60]);
    // The factor is cut to 12; the product has 9 + 7 + 4 bits, 5 too many, and is shifted by 6.
    const limit = (value: number) => Math.min(255, Math.max(-256, value));
    for (let step = 32; step < 60; step++) {
      const expected = (before[step - 1] ?? []).map((weight, k) => {
        const product = Math.floor(((tags[step - 1]?.[k] ?? 0) * 12) / 32) * 64;
        return limit(Math.floor(limitSum(128 * weight + product) / 128));
      });
      expect(before[step]).toEqual(expected);
    }
    expect(before[59]).not.toEqual(before[31]);
  });

  const limitSum = (value: number) => Math.min(32767, Math.max(-32769, value));

  it.each<[string, LoihiLearningRule, string]>([
    ["a term without a gate", { dw: "2 * x1", traces: {} }, "not gated"],
    ["a mantissa of 5 bits", { dw: "9 * x0", traces: {} }, "-8 to 7"],
    ["an exponent of 5 bits", { dw: "2^-9 * x0", traces: {} }, "-7 to 8"],
    ["a product of 32 bits", { dw: "x0 * w * w * w * y1", traces: {} }, "at most 31 bits"],
    ["an unknown factor", { dw: "x0 * z", traces: {} }, '"z"'],
    ["a trace that is not stated", { dw: "x0 * y1", traces: {} }, 'State the trace "y1"'],
    ["a long epoch", { dw: "u0", epoch: 64, traces: {} }, "from 1 to 63"],
    [
      "a large impulse",
      { dw: "x0 * y1", traces: { y1: { impulse: 128, tau: 5 } } },
      "from 0 to 127",
    ],
    ["a third factor of the source", { dw: "y0 * x1", traces: { x1: "third-factor" } }, "y1, y2"],
  ])("refuses %s", (_, rule, text) => {
    expect(() => loihiLearning(rule)).toThrow("SL_LOIHI_RULE");
    expect(() => loihiLearning(rule)).toThrow(text);
  });

  const [, learning] = networkOf(quiet, { dw: "u0", traces: {} }).projections ?? [];
  it.each<[string, object, string]>([
    ["delays", { ...learning, delay: "1 ms" }, "have no delay"],
    ["weights of 10 bits", { ...learning, weight: 400 }, "8 bits and a sign"],
    ["fractions", { ...learning, weight: 0.5 }, "8 bits and a sign"],
    ["a format", { ...learning, synapse: "loihi-synapse" }, "have a format"],
    ["events", { ...learning, events: { learn: { every: "3 ms" } } }, "no events"],
  ])("refuses %s of synapses that learn", async (_, projection, text) => {
    const network = { ...networkOf(quiet, { dw: "u0", traces: {} }), projections: [projection] };
    await expect(learned(network as NetworkRecord, { on: "wasm" })).rejects.toThrow(text);
  });

  it("refuses to record weights that do not learn", async () => {
    const network = networkOf(quiet, { dw: "u0", traces: {} });
    const recordSynapses = [{ projection: "drive", every: "1 ms", variables: ["weight"] }];
    await expect(learned({ ...network, recordSynapses }, { on: "wasm" })).rejects.toThrow(
      "SL_LOIHI_RECORD",
    );
  });
});
