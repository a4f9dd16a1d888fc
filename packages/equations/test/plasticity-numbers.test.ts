import { readFileSync } from "node:fs";
import type { PlasticityRecord, SynapseRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import {
  type Expression,
  evaluate,
  type ParsedAssignments,
  parsePlasticityModel,
  parseSynapseModel,
} from "../src/index.ts";

function read<T>(name: string): T {
  const url = new URL(`../../../specs/model/valid/${name}.json`, import.meta.url);
  return JSON.parse(readFileSync(url, "utf8")) as T;
}

function computeWith(values: ReadonlyMap<string, number>) {
  return (e: Expression | undefined): number => {
    if (e === undefined) return Number.NaN;
    return evaluate(e, { scope: (name) => values.get(name) });
  };
}

function assign(values: Map<string, number>, assignments: ParsedAssignments | undefined): void {
  const compute = computeWith(values);
  const next = [...(assignments ?? [])].map(([name, value]) => [name, compute(value)] as const);
  for (const [name, value] of next) values.set(name, value);
}

describe("the triplet rule", () => {
  // Weight change after 60 pairs at a rate, post 10 ms after pre or before it, computed independently from the
  // published parameters of the full all-to-all rule for visual cortex (Pfister and Gerstner 2006).
  it.each([
    [0.1, 10, 0],
    [10, 10, 0.132],
    [20, 10, 0.247],
    [40, 10, 0.534],
    [50, 10, 0.741],
    [0.1, -10, -0.312],
    [10, -10, -0.334],
    [20, -10, -0.352],
    [40, -10, 0.155],
    [50, -10, 0.727],
  ])("at %d Hz and %d ms changes a weight by %d", (rate, lag, change) => {
    const rule = parsePlasticityModel(read<PlasticityRecord>("stdp-triplet"));
    const values = new Map([["weight", 0]]);
    for (const [name, one] of rule.parameters) values.set(name, one.defaultValue);
    for (const name of rule.traces.keys()) values.set(name, 0);
    const events = Array.from({ length: 60 }, (_, k) => (k * 1000) / rate).flatMap((time) => [
      { time, event: "pre" },
      { time: time + lag, event: "post" },
    ]);
    let now = 0;
    for (const { time, event } of events.sort((a, b) => a.time - b.time)) {
      const compute = computeWith(values);
      for (const [name, { decay }] of rule.traces) {
        values.set(name, (values.get(name) ?? 0) * Math.exp((now - time) / compute(decay)));
      }
      now = time;
      assign(values, rule.on.get(event));
    }
    // Given to three digits.
    expect(Math.abs((values.get("weight") ?? Number.NaN) - change)).toBeLessThan(1e-3);
  });
});

describe("a depressing synapse", () => {
  it("releases .5, .26426, .15395, .10233, ... of its resources at 20 Hz", () => {
    const synapse = parseSynapseModel(read<SynapseRecord>("tsodyks-uziel-markram"));
    const values = new Map([["weight", 1]]);
    for (const [name, one] of synapse.parameters) values.set(name, one.defaultValue);
    // No facilitation: use returns to zero between spikes.
    values.set("tau_facil", 1);
    const lookUp = (name: string): number | undefined => {
      const part = synapse.expressions.get(name);
      return part ? compute(part.value) : values.get(name);
    };
    const compute = (e: Expression): number => evaluate(e, { scope: lookUp });
    for (const [name, { initial }] of synapse.state) values.set(name, compute(initial));
    const released: number[] = [];
    for (let spike = 0; spike < 6; spike++) {
      released.push(synapse.deliver ? compute(synapse.deliver) : Number.NaN);
      const next = [...(synapse.on.get("pre") ?? [])].map(([k, e]) => [k, compute(e)] as const);
      for (const [name, value] of next) values.set(name, value);
      rest(50);
    }
    const published = [0.5, 0.26426, 0.15395, 0.10233, 0.07818, 0.06688];
    // Euler's error with a step of 1/500 ms and a time constant of 3 ms is below 1e-4 of a value.
    for (const [k, value] of published.entries()) expect(released[k]).toBeCloseTo(value, 4);

    function rest(duration: number): void {
      const dt = 0.002;
      for (let t = 0; t < duration - dt / 2; t += dt) {
        const slopes = [...synapse.dynamics].map(
          ([name, { derivative }]) => [name, compute(derivative)] as const,
        );
        for (const [name, slope] of slopes) values.set(name, (values.get(name) ?? 0) + dt * slope);
      }
    }
  });
});
