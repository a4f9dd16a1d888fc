import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differentiate } from "../src/differentiate.ts";
import { evaluate } from "../src/evaluate.ts";
import type { Expression } from "../src/expression.ts";
import { formatExpression } from "../src/format-expression.ts";
import type { FunctionTable } from "../src/function-table.ts";
import { parseExpression } from "../src/parse-expression.ts";

const functions: FunctionTable = {
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  arcsin: Math.asin,
  arccos: Math.acos,
  arctan: Math.atan,
  exp: Math.exp,
  log: Math.log,
  log10: Math.log10,
  expm1: Math.expm1,
  log1p: Math.log1p,
  exprel: (x = 0) => (x === 0 ? 1 : Math.expm1(x) / x),
  power: (base = 0, exponent = 0) => base ** exponent,
};

function valueAt(e: Expression, x: number): number {
  const scope = (name: string): number | undefined => ({ x, y: 0.8, a: 2.5 })[name];
  return evaluate(e, { scope, functions });
}

/** Five-point difference: error h^4 f'''''/30 from the formula, about 1e-16 |f| / h from rounding. */
function slopeAt(e: Expression, x: number): number {
  const h = 1e-3;
  const [near, far] = [h, 2 * h].map((s) => valueAt(e, x + s) - valueAt(e, x - s));
  return (8 * (near ?? 0) - (far ?? 0)) / (12 * h);
}

describe("differentiate", () => {
  it.each([
    ["x**2", "2 * x"],
    ["x**3 + a*x", "3 * x**2 + a"],
    ["-(x - v_rest)/tau_m", "-1 / tau_m"],
    ["g*(e_rev - x)*y", "-(g * y)"],
    ["exp(x/a)", "exp(x / a) * (1 / a)"],
    ["y", "0"],
    ["where(x > y, x**2, y)", "where(x > y, 2 * x, 0)"],
    ["max(x, 0)", "where(x > 0, 1, 0)"],
    ["clip(x, -1, 1)", "where(x < -1, 0, where(x > 1, 0, 1))"],
    ["abs(x)", "sign(x)"],
    ["floor(x) + sign(x) + int(x > y) + x // 2", "0"],
    ["x % a", "1"],
    ["rand()*x + randn()", "rand()"],
  ])("turns %s into %s", (text, expected) => {
    expect(formatExpression(differentiate(parseExpression(text), "x"))).toBe(expected);
  });

  it.each([
    ...Object.keys(functions)
      .filter((name) => name !== "power")
      .map((name) => `${name}(x)`),
    "sqrt(x)",
    "x**a",
    "a**x",
    "x**x",
    "x/(1 + x**2)",
    "min(x**2, x)",
    "max(sin(x), cos(x))",
    "(3 - x) % (1 + x/10)",
    "abs(x - 2)*x",
    "where(x < 0.5, exp(x), log(x))",
    "exprel(x*0.01) + exprel(-30*x)",
  ])("gives the slope of %s", (text) => {
    const e = parseExpression(text);
    const d = differentiate(e, "x");
    for (const x of [0.11, 0.37, 0.64, 0.93]) {
      const slope = slopeAt(e, x);
      // Fifth derivatives reach 30^5 times 1e-12 / 30 in the steepest case, 1e-6 of its slope.
      expect(Math.abs(valueAt(d, x) - slope)).toBeLessThan(3e-6 * Math.max(1, Math.abs(slope)));
    }
  });

  it("keeps the digits of exprel's derivative on both sides of the switch to its series", () => {
    const d = differentiate(parseExpression("exprel(x)"), "x");
    for (const x of [-0.021, -0.0199, -1e-9, 0, 1e-5, 0.0199, 0.0201]) {
      // The series with 20 terms is the reference: far below a rounding at these arguments.
      let [exact, term] = [0, 0.5];
      for (let k = 0; k < 20; k++) {
        exact += term;
        term *= (x * (k + 2)) / ((k + 1) * (k + 3));
      }
      expect(Math.abs(valueAt(d, x) / exact - 1)).toBeLessThan(1e-13);
    }
  });

  it("returns the slope of arbitrary smooth expressions", () => {
    const { smooth } = fc.letrec<{ smooth: Expression }>((tie) => ({
      smooth: fc.oneof(
        { depthSize: "small" },
        fc.constantFrom("x", "y").map((name): Expression => ({ kind: "name", name })),
        fc
          .double({ min: 0, max: 2, noNaN: true })
          .map((value): Expression => ({ kind: "number", value })),
        fc
          .tuple(
            fc.constantFrom("add" as const, "subtract" as const, "multiply" as const),
            tie("smooth"),
            tie("smooth"),
          )
          .map(([kind, left, right]): Expression => ({ kind, left, right })),
        fc
          .tuple(fc.constantFrom("sin", "cos", "tanh", "arctan"), tie("smooth"))
          .map(([name, arg]): Expression => ({ kind: "call", name, args: [arg] })),
        // A denominator that is never near 0.
        fc.tuple(tie("smooth"), tie("smooth")).map(
          ([left, g]): Expression => ({
            kind: "divide",
            left,
            right: {
              kind: "add",
              left: { kind: "number", value: 2 },
              right: { kind: "call", name: "sin", args: [g] },
            },
          }),
        ),
      ),
    }));
    fc.assert(
      fc.property(smooth, fc.double({ min: -1, max: 1, noNaN: true }), (e, x) => {
        const slopes = [x - 0.01, x, x + 0.01].map((at) => slopeAt(e, at));
        // If the slope itself changes fast, a difference quotient is not a reference.
        if (Math.max(...slopes) - Math.min(...slopes) > 0.5 || Math.abs(valueAt(e, x)) > 1e3)
          return;
        const exact = valueAt(differentiate(e, "x"), x);
        expect(Math.abs(exact - (slopes[1] ?? 0))).toBeLessThan(
          1e-5 * Math.max(1, Math.abs(exact)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it.each([["x > 1"], ["poisson(x)"], ["stimulus(x)"], ["x and y"], ["True"]])(
    "refuses %s",
    (text) => {
      expect(() => differentiate(parseExpression(text), "x", { text })).toThrow("SL_DERIVATIVE");
    },
  );
});
