import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { measureExpression } from "../src/bounds.ts";
import { evaluate } from "../src/evaluate.ts";
import { exactPower } from "../src/exact-power.ts";
import type { Expression } from "../src/expression.ts";
import { formatExpression } from "../src/format-expression.ts";
import { hostFunctions as functions } from "../src/functions/index.ts";
import { parseExpression } from "../src/parse-expression.ts";
import { simplify } from "../src/simplify.ts";
import { condition, numeric, variableNames } from "./arbitraries.ts";

const values = fc.tuple(
  ...variableNames.map(() => fc.oneof(fc.double(), fc.constantFrom(0, -0, 1, -1))),
);

function scopeOf(numbers: readonly number[]): (name: string) => number | undefined {
  const table = new Map(variableNames.map((name, k) => [name as string, numbers[k] ?? 0]));
  return (name) => table.get(name);
}

function simplified(text: string, fold: "exact" | "algebraic" = "exact"): string {
  return formatExpression(simplify(parseExpression(text), { fold, functions }));
}

describe("simplify", () => {
  it.each([
    ["2*3 + 4", "10"],
    ["x*1 + 0*1", "x + 0"],
    ["x/1", "x"],
    ["x**1", "x"],
    ["x - 0", "x"],
    ["x + 0", "x + 0"],
    ["0*x", "0 * x"],
    ["x/8", "x * 0.125"],
    ["x/3", "x / 3"],
    ["x/0", "x / 0"],
    ["--x", "x"],
    ["x + -y", "x - y"],
    ["x - -y", "x + y"],
    ["-1*x", "-x"],
    ["2**0.5*2**3", String(Math.sqrt(2) * 8)],
    ["x**2", "x**2"],
    ["0/0", "0 / 0"],
    ["min(1, 2) + floor(2.5) + exp(0)", "4"],
    ["rand()*1", "rand()"],
    ["poisson(2)", "poisson(2)"],
    ["1 < 2 and x < y", "x < y"],
    ["1 > 2 or not not x < y", "x < y"],
    ["where(1 > 2, x, y)", "y"],
    ["where(x > y, z_1, z_1)", "z_1"],
    ["where(x > y, 1, 2)", "where(x > y, 1, 2)"],
    ["int(True)", "1"],
  ])("turns %s into %s bit for bit", (text, expected) => {
    expect(simplified(text)).toBe(expected);
  });

  it.each([
    ["x + 0", "x"],
    ["0*x + y*0", "0"],
    ["0 - x", "-x"],
    ["x*2*3", "6 * x"],
    ["-x*-y", "x * y"],
    ["-(x - y)", "y - x"],
    ["x - x", "0"],
    ["0/x", "0"],
    ["x**0", "1"],
  ])("turns %s into %s for symbolic work", (text, expected) => {
    expect(simplified(text, "algebraic")).toBe(expected);
  });

  it("never changes a bit of the value", () => {
    fc.assert(
      fc.property(fc.oneof(numeric, condition), values, (e, numbers) => {
        const evaluation = { scope: scopeOf(numbers), functions };
        expect(evaluate(simplify(e, { functions }), evaluation)).toBe(evaluate(e, evaluation));
      }),
      { numRuns: 1000 },
    );
  });

  it("needs one pass and makes nothing larger", () => {
    fc.assert(
      fc.property(
        fc.oneof(numeric, condition),
        fc.constantFrom("exact", "algebraic"),
        (e, fold) => {
          const once = simplify(e, { fold, functions });
          expect(simplify(once, { fold, functions })).toEqual(once);
          expect(measureExpression(once).nodes).toBeLessThanOrEqual(measureExpression(e).nodes);
        },
      ),
    );
  });

  it("leaves calls alone whose function is not passed in", () => {
    expect(formatExpression(simplify(parseExpression("exp(0) + 2**1.5 + 7 % 2")))).toBe(
      "exp(0) + 2**1.5 + 7 % 2",
    );
  });
});

describe("evaluate", () => {
  const value = (text: string): number =>
    evaluate(parseExpression(text), { scope: (name) => ({ x: -7, y: 2 })[name], functions });

  it.each([
    // Signs as in Python.
    ["x // y", -4],
    ["x**3", -343],
    ["y**-1", 0.5],
    ["2**10", 1024],
    ["2**(y*5)", 1024],
    ["-7.5 // 2", -4],
    ["1 // 0.1", 9],
    ["int(-2.7)", -2],
    ["sign(x) + abs(x)", 6],
    ["clip(x, -3, 3)", -3],
    ["where(x < y and not x == y, 1, 2)", 1],
    ["(x < y) == True", 1],
    ["2*pi", 2 * Math.PI],
    ["1/inf", 0],
    ["3*nA", 3000],
    // 0.3/0.1 is 2.9999999999999996: the tolerance makes it three steps.
    ["timestep(0.3, 0.1)", 3],
  ])("computes %s", (text, expected) => {
    expect(value(text)).toBe(expected);
  });

  it.each([
    ["unknown", "SL_NAME_UNKNOWN"],
    ["rand()", "SL_FUNCTION_UNKNOWN"],
    ["toString(x)", "SL_FUNCTION_UNKNOWN"],
    ["__proto__", "SL_NAME_UNKNOWN"],
  ])("refuses %s", (text, code) => {
    const scope = (name: string): number | undefined => (name === "x" ? 1 : undefined);
    expect(() => evaluate(parseExpression(text), { scope })).toThrow(code);
  });

  it("defines small powers by repeated squaring", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (x) => {
        expect(exactPower(x, 3)).toBe(x * x * x);
        expect(exactPower(x, 4)).toBe(x * x * (x * x));
        expect(exactPower(x, -2)).toBe(1 / (x * x));
        expect(exactPower(x, 17)).toBeUndefined();
        expect(exactPower(x, 1.5)).toBeUndefined();
      }),
    );
  });

  it.each([
    [-7, 2, 1],
    [7, -2, -1],
    [5.5, -2, -0.5],
    [-1e-20, 1, 1],
  ])("gives the remainder of %f and %f the sign of the divisor", (a, b, expected) => {
    const e = parseExpression("a % b");
    expect(evaluate(e, { scope: (name) => (name === "a" ? a : b) })).toBe(expected);
  });

  // Printed by Python 3.11.
  it.each([
    [1, 0.1, 9, 0.09999999999999995],
    [-1, 0.1, -10, 5.551115123125783e-17],
    [1, -0.1, -10, -5.551115123125783e-17],
    [6, 0.2, 29, 0.19999999999999968],
    [-6, 0.2, -30, 3.3306690738754696e-16],
    [0.3, 0.1, 2, 0.09999999999999998],
    [0.7, 0.1, 6, 0.09999999999999992],
    [1e15, 0.3, 3333333333333333, 0.13700743415417188],
    [-1e-20, 1, -1, 1],
  ])("divides %f by %f as Python does", (a, b, quotient, remainder) => {
    const scope = (name: string): number => (name === "a" ? a : b);
    expect(evaluate(parseExpression("a // b"), { scope })).toBe(quotient);
    expect(evaluate(parseExpression("a % b"), { scope })).toBe(remainder);
  });

  it("agrees with the tree that JavaScript itself would compute", () => {
    const e: Expression = parseExpression("(x - 1.5)*y/3 + y**0.5");
    expect(evaluate(e, { scope: scopeOf([0.1, 0.2]) })).toBe(
      ((0.1 - 1.5) * 0.2) / 3 + Math.sqrt(0.2),
    );
  });
});
