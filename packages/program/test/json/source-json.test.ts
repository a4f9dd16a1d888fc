import { type Expression, parseExpression } from "@spikeloom/equations";
import { describe, expect, it } from "vitest";
import { sourcePoints } from "../../src/index.ts";
import { expression } from "../../src/json/expression-json.ts";
import { sourceProgram } from "../../src/json/source-json.ts";
import type { DrawnSource, SourceProgram } from "../../src/sources/source-program.ts";

/** Parse an expression without the positions of its parts, which are not written. */
function parsed(text: string): Expression {
  return expression.read(expression.write(parseExpression(text), "json"), "text", "json");
}

const drawn = {
  values: new Map([["mean", Float64Array.of(5, 9, -0)]]),
  start: parsed("3"),
  stop: { kind: "number", value: Number.POSITIVE_INFINITY },
  key: "source/S",
} as const;
const renewal: DrawnSource = {
  ...drawn,
  kind: "renewal",
  interval: parsed("1 + gamma_above(2, age / mean) * mean"),
  changes: [parsed("20"), parsed("40 + mean")],
};
const poisson: DrawnSource = {
  ...drawn,
  kind: "poisson",
  rate: parsed("0.2 * (1 + sin(t)) / mean"),
  bound: parsed("0.4 / mean"),
};
const given: SourceProgram = { kind: "times", times: [Float64Array.of(1, 2.5), Float64Array.of()] };

function copy(source: SourceProgram): SourceProgram {
  const written = JSON.parse(JSON.stringify(sourceProgram.write(source, "json"))) as unknown;
  return sourceProgram.read(written, "source", "json");
}

function firstPoints(source: DrawnSource): readonly number[] {
  const points = sourcePoints(source, { name: "S", seed: 4, trial: 1 });
  return [0, 1].flatMap((neuron) => {
    points.stream.seek(neuron);
    const times: number[] = [];
    let time = points.next(neuron, Number.NaN);
    while (times.length < 20) {
      if (points.keeps(neuron, time)) times.push(time);
      time = points.next(neuron, time);
    }
    return times;
  });
}

describe("a source as JSON", () => {
  it.each([
    ["given times", given],
    ["a renewal process", renewal],
    ["a Poisson process", poisson],
  ])("is read as it was written: %s", (_, source) => {
    expect(copy(source)).toEqual(source);
  });

  it.each([renewal, poisson])("draws the same points: $kind", (source) => {
    const points = firstPoints(source);
    expect(new Set(points).size).toBe(40);
    expect(firstPoints(copy(source) as DrawnSource)).toEqual(points);
  });

  it.each([
    [{ kind: "other" }, "source.kind"],
    [{ kind: "times", times: [[1], ["x"]] }, "source.times[1][0]"],
    [{ ...(sourceProgram.write(poisson, "json") as object), interval: 1 }, "source.interval"],
    [[], "source"],
  ])("is refused with its place: %j", (data, place) => {
    expect(() => sourceProgram.read(data, "source", "json")).toThrow(
      `SL_PROGRAM_FILE at ${place}:`,
    );
  });
});
