import { readFileSync } from "node:fs";
import {
  createStack,
  defineNeuron,
  type NetworkRecord,
  type PlasticityRecord,
} from "@spikeloom/kernel";
import { connectors } from "@spikeloom/network";
import { describe, expect, it } from "vitest";
import { long } from "../../../tools/test/draws.ts";
import { prepareJob } from "../../../tools/test/prepare-job.ts";
import { clock } from "../src/index.ts";

const poisson = defineNeuron({
  name: "poisson",
  about: "Sends spikes at random.",
  cite: ["doi:10.1017/CBO9781107447615"],
  parameters: { rate: { default: "1 Hz", about: "mean number of spikes in a time" } },
  source: { process: "poisson", rate: "rate", bound: "rate" },
});

const relay = defineNeuron({
  name: "relay",
  about: "Sends a spike when one arrives at its first receptor.",
  cite: ["doi:10.1017/CBO9781107447615"],
  parameters: {},
  receptors: {
    drive: { unit: "1", about: "what it repeats", on: { x: "x + weight" } },
    silent: { unit: "pA", about: "what it adds up", on: { y: "y + weight" } },
  },
  state: {
    x: { initial: 0, unit: "1", about: "what arrived" },
    y: { initial: "0 pA", unit: "pA", about: "sum of all weights that arrived" },
  },
  spike: { when: "x > 0.5", reset: { x: "0" } },
});

const stack = createStack({ plugins: [poisson, ...connectors, clock()] });

const url = new URL("../../../specs/model/valid/structural.json", import.meta.url);
const replacing = JSON.parse(readFileSync(url, "utf8")) as PlasticityRecord;
const growing: PlasticityRecord = {
  ...replacing,
  structure: { ...replacing.structure, every: "interval", add: "1" },
};

interface Case {
  readonly rule: PlasticityRecord;
  /** Initial probability of a connection. */
  readonly p: number;
  readonly delay?: NonNullable<NetworkRecord["projections"]>[number]["delay"];
}

function networkOf({ rule, p, delay = "1 ms" }: Case): NetworkRecord {
  const source = (size: number) => ({ model: "poisson", size, parameters: { rate: "30 Hz" } });
  return {
    format: "spikeloom-network",
    version: 1,
    convention: "brian2",
    populations: {
      pre: source(30),
      drive: source(12),
      post: { model: relay, size: 12 },
    },
    projections: [
      {
        from: "drive",
        to: "post",
        receptor: "drive",
        connector: { kind: "one-to-one" },
        weight: 1,
        delay: "0.1 ms",
      },
      {
        name: "learning",
        from: "pre",
        to: "post",
        receptor: "silent",
        connector: { kind: "fixed-probability", p },
        weight: "1 pA",
        delay,
        plasticity: rule,
      },
    ],
  };
}

interface Options {
  readonly target?: "wasm" | "js";
  readonly plasticity?: "lazy" | "eager";
}

async function prepared(
  one: Case,
  { target, plasticity }: Options,
  rest: { shards?: number; seed?: number },
) {
  const job = { stack, seed: 3, shards: 1, plasticity, ...rest };
  return prepareJob(clock({ ...(target && { target }) }), { network: networkOf(one), ...job });
}

async function outcome(one: Case, options: Options, shards = 1) {
  const simulation = await prepared(one, options, { shards });
  // 0.75 s, in which the rule is tested 7 times.
  await simulation.advance(7500);
  const { sources, targets, delays } = (await simulation.synapses?.("learning")) ?? {};
  const weights = await simulation.synapseState?.("learning", "weight");
  return { sources, targets, delays, weights, sums: await simulation.state("post", "y") };
}

const heterogeneous = { draw: "uniform", low: "0.1 ms", high: "3 ms" } as const;
const cases: Readonly<Record<string, Case>> = {
  "that are replaced": { rule: replacing, p: 0.3 },
  "that are replaced, with delays of their own": { rule: replacing, p: 0.3, delay: heterogeneous },
  "that grow": { rule: growing, p: 0.1 },
  "that grow where there were none": { rule: growing, p: 0 },
};

describe.each(Object.entries(cases))("synapses %s", (_, one) => {
  it("are the same to the bit however they are computed", async () => {
    const expected = await outcome(one, { target: "js", plasticity: "eager" });
    // Interpreting takes longest, and with different delays it covers the most of what may differ.
    if (long || one.delay !== undefined) {
      expect(await outcome(one, { target: "js", plasticity: "lazy" })).toEqual(expected);
    }
    for (const plasticity of ["lazy", "eager"] as const) {
      for (const shards of long ? [1, 2, 3, 8] : [plasticity === "lazy" ? 3 : 1]) {
        expect(await outcome(one, { plasticity }, shards)).toEqual(expected);
      }
    }
  }, 60_000);
});

describe("structure", () => {
  it("preserve the number of synapses of each target if they are replaced", async () => {
    const simulation = await prepared(cases["that are replaced"] as Case, {}, {});
    const before = await simulation.synapses?.("learning");
    await simulation.advance(12_500);
    const after = await simulation.synapses?.("learning");
    const degrees = (targets: Uint32Array | undefined): number[] =>
      Array.from({ length: 12 }, (_, k) => targets?.filter((target) => target === k).length ?? 0);
    expect(degrees(after?.targets)).toEqual(degrees(before?.targets));
    // Some weights fall below the bound within 1.25 s: not all pairs are the initial ones.
    const pairs = (ends: typeof before): string =>
      [...(ends?.sources ?? [])].map((source, k) => `${source}-${ends?.targets[k]}`).join();
    expect(pairs(after)).not.toBe(pairs(before));
  });

  it("connect no pair twice if synapses are added", async () => {
    const simulation = await prepared(cases["that grow"] as Case, {}, {});
    await simulation.advance(12_500);
    const { sources = new Uint32Array(0), targets = new Uint32Array(0) } =
      (await simulation.synapses?.("learning")) ?? {};
    const pairs = new Set([...sources].map((source, k) => source * 12 + (targets[k] ?? 0)));
    expect(pairs.size).toBe(sources.length);
    expect(sources.length).toBeGreaterThan(100);
  });

  it("refuse individual delays if a number of synapses is added", async () => {
    const one = { rule: growing, p: 0.3, delay: heterogeneous };
    await expect(prepared(one, {}, {})).rejects.toThrow(
      expect.objectContaining({ code: "SL_SYNAPSE_RULE" }) as Error,
    );
  });
});
