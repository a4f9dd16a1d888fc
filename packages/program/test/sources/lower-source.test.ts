import { formatExpression } from "@spikeloom/equations";
import { defineNeuron, type SourceRecord } from "@spikeloom/kernel";
import { describe, expect, it } from "vitest";
import { lowerSource, type SourceProgram } from "../../src/index.ts";

const model = (source: SourceRecord) =>
  defineNeuron({
    name: "drawn",
    about: "Draws its spikes.",
    parameters: {
      mean: { default: "20 ms", about: "mean interval" },
      rate: { default: "10 Hz", about: "rate" },
      begin: { default: "5 ms", about: "first possible spike" },
      length: { default: "1 s", about: "length of the window" },
    },
    source,
  });

function lowered(source: SourceRecord, given: Readonly<Record<string, number | number[]>> = {}) {
  const values = { mean: 20, rate: 0.01, begin: 5, length: 1000, ...given };
  const parameters = new Map(
    Object.entries(values).map(([name, value]) => [
      name,
      {
        value: typeof value === "number" ? value : Float64Array.from(value),
        dimension: [0, 0, 1, 0, 0, 0, 0] as const,
      },
    ]),
  );
  return lowerSource({ name: "S", model: model(source), parameters, times: undefined });
}

/** Write the expressions of a source as texts. */
function texts(source: SourceProgram | undefined): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(source ?? {}).map(([field, value]) => [
      field,
      typeof value === "object" && "kind" in value ? formatExpression(value) : value,
    ]),
  );
}

describe("the source of a population", () => {
  it("holds given times", () => {
    const times = [Float64Array.of(1, 3), Float64Array.of()];
    const given = model({ process: "times", times: "times" });
    const source = lowerSource({ name: "S", model: given, parameters: new Map(), times });
    expect(source).toEqual({ kind: "times", times });
  });

  it("computes values that all neurons share, and keys its draws by the population", () => {
    const source = lowered({
      process: "poisson",
      rate: "rate * (1 + sin(t / mean))",
      bound: "2 * rate",
      start: "begin",
      stop: "begin + length",
    });
    expect(texts(source)).toEqual({
      kind: "poisson",
      rate: "0.01 * (1 + sin(t / 20))",
      bound: "0.02",
      start: "5",
      stop: "1005",
      values: new Map(),
      key: "source/S",
    });
  });

  it("stores numbers that differ between neurons, where they are read", () => {
    const process = { process: "renewal", interval: "exponential(mean)", changes: ["begin"] };
    const source = lowered(process as SourceRecord, { mean: [10, 20], rate: [0.1, 0.2] });
    expect(texts(source)).toMatchObject({
      interval: "exponential(mean)",
      changes: [{ kind: "number", value: 5 }],
      start: "0",
      values: new Map([["mean", Float64Array.of(10, 20)]]),
    });
  });

  it("draws again if an expression without names draws", () => {
    const source = lowered({ process: "renewal", interval: "1*ms + exponential(2*ms)" });
    expect(texts(source)).toMatchObject({ interval: "1 + exponential(2)" });
  });
});
