import { describe, expect, it } from "vitest";
import { readValues } from "../src/read-values.ts";

const read = (text: string, seed = 1) => readValues(text, { path: "p", seed });

describe("values of a parameter", () => {
  it.each([
    ["10ms,20 ms, 30ms", ["10ms", "20 ms", "30ms"]],
    ["1,2.5,-3e2", [1, 2.5, -300]],
    ["true,false,nest", [true, false, "nest"]],
    ["linspace(10ms,30ms,5)", ["10 ms", "15 ms", "20 ms", "25 ms", "30 ms"]],
    ["linspace(0,1,11)", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]],
    ["linspace(10,30 ms,2)", ["10 ms", "30 ms"]],
    ["linspace(-70mV,-50mV,3),-40mV", ["-70 mV", "-60 mV", "-50 mV", "-40mV"]],
    ["logspace(1,100,3)", [1, 10, 100]],
    ["logspace(-1 nA,-100 nA,3)", ["-1 nA", "-10 nA", "-100 nA"]],
    ['{"draw":"uniform","low":1,"high":2}', [{ draw: "uniform", low: 1, high: 2 }]],
    ['[1,2],"a,b"', [[1, 2], "a,b"]],
  ])("reads %s", (text, values) => {
    expect(read(text)).toEqual(values);
  });

  it("draws values that depend on the seed and the path alone", () => {
    const drawn = read("draw(uniform,5 mV,6 mV,1000)") as readonly string[];
    const numbers = drawn.map((text) => Number(text.replace(" mV", "")));
    // The mean of uniform draws: 5.5 with a deviation of 0.289 / sqrt(1000) = 0.0091; four of these.
    expect(Math.abs(numbers.reduce((a, b) => a + b, 0) / 1000 - 5.5)).toBeLessThan(0.037);
    expect(Math.min(...numbers)).toBeGreaterThanOrEqual(5);
    expect(Math.max(...numbers)).toBeLessThanOrEqual(6);
    expect(read("draw(uniform,5 mV,6 mV,1000)")).toEqual(drawn);
    expect(read("draw(uniform,5 mV,6 mV,1000)", 2)).not.toEqual(drawn);
    expect(readValues("draw(uniform,5 mV,6 mV,1000)", { path: "q", seed: 1 })).not.toEqual(drawn);
    const normal = read("draw(normal,0,2,1000)") as readonly number[];
    const squares = normal.reduce((sum, value) => sum + value * value, 0) / 1000;
    // A variance of 4 with a deviation of 4 sqrt(2 / 1000) = 0.18; four of these.
    expect(Math.abs(squares - 4)).toBeLessThan(0.72);
  });

  it.each([
    "",
    "1,,2",
    "linspace(1,2)",
    "linspace(1,2,0)",
    "linspace(1 ms,2 mV,3)",
    "linspace(a,b,3)",
    "logspace(0,1,3)",
    "logspace(-1,1,3)",
    "draw(cauchy,0,1,3)",
    "geomspace(1,2,3)",
    "[1,",
  ])("refuses %s", (text) => {
    expect(() => read(text)).toThrow(expect.objectContaining({ code: "SL_SWEEP_VALUES" }));
  });
});
