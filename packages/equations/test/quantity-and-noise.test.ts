import { SpikeLoomError } from "@spikeloom/kernel";
import { formatDimension, parseUnit } from "@spikeloom/units";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { evaluateQuantity } from "../src/evaluate-quantity.ts";
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
    ["rand()", "SL_FUNCTION_UNKNOWN"],
  ])("refuses %j with %s", (text, code) => {
    expect(() => evaluateQuantity(text, { scope })).toThrow(code);
  });

  it("returns a quantity or a coded error for any text", () => {
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
