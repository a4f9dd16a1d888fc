import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { plasticity, withWeightUnit } from "../../src/index.ts";
import { learn } from "../learn.ts";

interface Released {
  readonly model: string;
  readonly at_synapse_ms: Readonly<Record<"pre" | "post" | "dopamine", readonly number[]>>;
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly initial: string;
  readonly weight: string;
}

interface Measured {
  readonly about: string;
  readonly pre_ms: readonly number[];
  readonly post_ms: readonly number[];
  readonly delay_ms: number;
  readonly references: readonly {
    readonly model: string;
    readonly source: string;
    readonly parameters: Readonly<Record<string, string | number>>;
    readonly initial: string;
    readonly weight: string;
  }[];
}

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(name, import.meta.url), "utf8")) as T;
}

const measured = read<Measured>("nest.json");
const released = read<Released>("nest-dopamine.json");

describe("weights that NEST 3.10.0 learned from the same spikes", () => {
  it.each(measured.references)("$model: $source", async (reference) => {
    const rule = plasticity.find(({ name }) => name === reference.model);
    expect(rule).toBeDefined();
    if (rule === undefined) return;
    const [wanted = "", unit = ""] = reference.weight.split(" ");
    const [synapse] = await learn({
      rule: withWeightUnit(rule, unit),
      parameters: reference.parameters,
      pre: [measured.pre_ms],
      // The relay takes one step.
      post: [measured.post_ms.map((time) => time - 0.1)],
      weight: reference.initial,
      delay: `${measured.delay_ms} ms`,
      duration: 250,
    });
    expect(synapse?.post[0]).toBeCloseTo((measured.post_ms[0] ?? 0) + measured.delay_ms, 6);
    // Some thirty updates, rounded to 2e-16 each, with decays that are products of many factors.
    const ratio = (synapse?.weight ?? Number.NaN) / Number.parseFloat(wanted);
    expect(Math.abs(ratio - 1)).toBeLessThan(1e-12);
  });

  it(`${released.model}: NEST 3.10.0, stdp_dopamine_synapse`, async () => {
    const rule = plasticity.find(({ name }) => name === released.model);
    const { pre, post, dopamine } = released.at_synapse_ms;
    expect(rule).toBeDefined();
    if (rule === undefined) return;
    const [synapse] = await learn({
      rule,
      parameters: released.parameters,
      // With the delay on the source's side; the relay takes one step.
      pre: [pre.map((time) => time - 1)],
      post: [post.map((time) => time - 0.1)],
      third: dopamine.map((time) => time - 0.1),
      weight: released.initial,
      duration: 4000,
      more: { dendritic: 0, events: { dopamine: { from: "third", delay: "0.1 ms" } } },
    });
    const wanted = Number.parseFloat(released.weight);
    // As above, and the remaining eligibility 3.7 s after the last pair: exp(-37).
    expect(Math.abs((synapse?.weight ?? Number.NaN) / wanted - 1)).toBeLessThan(1e-12);
  });
});
