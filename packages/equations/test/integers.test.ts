import { readFileSync } from "node:fs";
import type { NeuronRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { checkModelInFull } from "../src/index.ts";

const folder = new URL("../../../specs/model/valid/", import.meta.url);

function read<T>(name: string): T {
  return JSON.parse(readFileSync(new URL(`${name}.json`, folder), "utf8")) as T;
}

function codesOf(record: unknown): readonly string[] {
  return checkModelInFull(record).map(({ code }) => code);
}

describe("an integer variable", () => {
  const model = read<NeuronRecord>("refractory-held");
  const integer = { unit: "1", about: "count", type: "integer" } as const;
  const counting: NeuronRecord = {
    ...model,
    parameters: {
      ...model.parameters,
      k: { default: 2, about: "whole", type: "integer", min: 0 },
      below: { default: 2, about: "whole, of any sign", type: "integer" },
      x: { default: 2, about: "real" },
    },
    state: {
      ...model.state,
      n: { ...integer, initial: 0 },
      u: { ...integer, initial: 0, bits: 8, signed: false },
    },
    expressions: {
      half: { value: "n / 2", unit: "1", about: "real" },
      lower: { value: "floor(half)", unit: "1", about: "whole" },
    },
  };
  const resetTo = (n: string): NeuronRecord => ({
    ...counting,
    spike: { ...model.spike, reset: { ...model.spike?.reset, n } },
  });

  it.each([
    ...["n + k", "-n * k", "n % 3 - 2", "n // 2", "x // 2", "2**k", "2**(k + u)", "2**max(n, 0)"],
    ...["floor(n / 2)", "ceil(x)", "int(x)", "sign(x) * k", "lower", "abs(n)", "clip(n, 0, k)"],
    ...["min(n, max(k, 3))", "where(x > 1.5, n, k)", "i + N", "int(v > 0*mV)", "4"],
  ])("takes %s", (value) => {
    expect(codesOf(resetTo(value))).toEqual([]);
  });

  it.each([
    ["n / 2", "n / 2", 3],
    ["n + 0.5", "0.5", 5],
    ["n + x", "x", 5],
    ["2**below", "2**below", 2],
    ["2**(k - 1)", "2**(k - 1)", 2],
    ["k * exp(n)", "exp(n)", 5],
    ["where(x > 1, n, half)", "half", 17],
    ["min(n, rand())", "rand()", 8],
    ["n * inf", "inf", 5],
    ["n + t / ms", "t / ms", 7],
  ])("is refused %s, for %s in column %d", (value, part, column) => {
    const [error, ...others] = checkModelInFull(resetTo(value));
    expect(others).toEqual([]);
    expect(error?.code).toBe("SL_FRACTIONAL_STEP");
    expect(error?.place).toBe(`neuron "refractory-held" spike.reset.n, column ${column}`);
    expect(error?.got).toBe(part);
    expect(error?.next).toContain(`floor(${value})`);
  });

  it("is checked wherever it is assigned", () => {
    const record: NeuronRecord = {
      ...counting,
      receptors: {
        port: { unit: "1", about: "port", on: { n: "n + x * weight", u: "u + weight" } },
      },
      events: { other: { when: "n > 3", do: { n: "n * x" }, about: "other" } },
      spike: {
        ...resetTo("x").spike,
        refractory: { for: "2 ms", clamp: { u: "x" } },
      },
      expressions: {
        ...counting.expressions,
        whole: { value: "x", unit: "1", about: "whole", type: "integer" },
      },
    };
    expect(
      checkModelInFull(record).map(({ place }) => place?.replace(/.*" (.*),.*/, "$1")),
    ).toEqual([
      ...["expressions.whole.value", "receptors.port.on.n", "spike.reset.n"],
      ...["spike.refractory.clamp.u", "events.other.do.n"],
    ]);
  });
});
