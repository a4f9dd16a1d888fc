import { SpikeLoomError } from "@spikeloom/kernel";
import { formatDimension, parseUnit } from "@spikeloom/units";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateQuantity } from "../src/evaluate-quantity.ts";
import type { Expression } from "../src/expression.ts";
import { formatExpression } from "../src/format-expression.ts";
import { classifyNoise } from "../src/noise.ts";
import { parseExpression } from "../src/parse-expression.ts";
import { nearlyText } from "./arbitraries.ts";

const volt = parseUnit("V").dimension;
const scope = (name: string): { value: number; dimension: typeof volt } | undefined =>
  name === "v_rest" ? { value: -70, dimension: volt } : undefined;

describe("evaluateQuantity", () => {
  it.each([
    ["20 ms", 20, "s"],
    ["-70 mV", -70, "V"],
    ["-70 mV + 5*mV", -65, "V"],
    ["v_rest + 2 mV", -68, "V"],
    ["1 V", 1000, "V"],
    ["1 nA / 5", 200, "A"],
    ["1/20 ms", 0.05, "1/s"],
    ["2*(3 + 4)", 14, "1"],
    ["0.5", 0.5, "1"],
    ["clip(v_rest, -60 mV, 0 mV)", -60, "V"],
  ])("reads %s", (text, value, unit) => {
    const got = evaluateQuantity(text, { scope });
    expect(got.value).toBe(value);
    expect(formatDimension(got.dimension)).toBe(formatDimension(parseUnit(unit).dimension));
  });

  it.each([
    ["20 parsec", "SL_NAME_UNKNOWN"],
    ["20 ms + 5", "SL_DIMENSION"],
    ["0/0", "SL_QUANTITY_EXPRESSION"],
    ["1 < 2", "SL_QUANTITY_EXPRESSION"],
    ["20 ms +", "SL_EXPRESSION_SYNTAX"],
    ["", "SL_EXPRESSION_SYNTAX"],
    ["t", "SL_NAME_UNKNOWN"],
    ["sin(1)", "SL_FUNCTION_UNKNOWN"],
  ])("refuses %j with %s", (text, code) => {
    expect(() => evaluateQuantity(text, { scope })).toThrow(code);
  });

  it("gives a quantity or a coded error for any text", () => {
    fc.assert(
      fc.property(fc.oneof(nearlyText, fc.string()), (text) => {
        try {
          expect(evaluateQuantity(text, { scope }).value).not.toBeNaN();
        } catch (error) {
          expect(error).toBeInstanceOf(SpikeLoomError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe("classifyNoise", () => {
  const split = (texts: Readonly<Record<string, string>>): ReturnType<typeof classifyNoise> =>
    classifyNoise(
      new Map<string, Expression>(Object.entries(texts).map(([k, v]) => [k, parseExpression(v)])),
    );

  it("finds none, additive and multiplicative noise", () => {
    expect(split({ v: "-v/tau" }).kind).toBe("none");
    const additive = split({ v: "-v/tau + sigma*sqrt(2/tau)*xi", w: "-w" });
    expect(additive.kind).toBe("additive");
    expect([...additive.kinds.values()]).toEqual(["additive", "none"]);
    expect(additive.terms.map(({ factor }) => formatExpression(factor))).toEqual([
      "sigma * sqrt(2 / tau)",
    ]);
    expect([...additive.drift.values()].map(formatExpression)).toEqual(["-(v / tau)", "-w"]);
    expect(split({ v: "-v*(1 + xi)" }).kind).toBe("multiplicative");
  });

  it("tells diagonal noise from shared and from coupled noise", () => {
    expect(split({ x: "x*xi_1", y: "y*xi_2 + xi_3" }).diagonal).toBe(true);
    expect(split({ x: "x*xi", y: "y*xi" }).diagonal).toBe(false);
    expect(split({ x: "y*xi_1", y: "-y" }).diagonal).toBe(false);
  });

  it.each([["xi**2"], ["exp(xi)"], ["1/xi"], ["xi_a*xi_b"], ["where(xi > 0, 1, 2)"]])(
    "refuses %s",
    (text) => {
      expect(() => split({ x: text })).toThrow("SL_NOISE_NOT_LINEAR");
    },
  );
});
