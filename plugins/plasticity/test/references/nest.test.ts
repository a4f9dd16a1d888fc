import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { plasticity, withWeightUnit } from "../../src/index.ts";
import { learn } from "../learn.ts";

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

const url = new URL("nest.json", import.meta.url);
const measured = JSON.parse(readFileSync(url, "utf8")) as Measured;

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
      // The relay takes a step.
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
});
