import { evaluate, formatExpression } from "@spikeloom/equations";
import { hostFunctions } from "@spikeloom/equations/functions";
import { describe, expect, it } from "vitest";
import { parseLems } from "../../src/lems/expression.ts";

const ours = (text: string): string => formatExpression(parseLems(text, "here"));

describe("an expression of LEMS", () => {
  // jLEMS's results, by its table of precedences: sign 0, ^ 1, / 2, * 3, - 4, + 5, comparisons 10.
  it.each([
    ["a * b / c", "a * (b / c)"],
    ["a - b + c - d", "a - b + (c - d)"],
    ["-x^2", "-x**2"],
    ["a * -x^2", "a * (-x)**2"],
    ["2^3^2", "(2**3)**2"],
    ["v .gt. thresh .and. spiking .lt. 0.5", "v > thresh and spiking < 0.5"],
    ["(t .geq. a) .or. (t .neq. b)", "t >= a or t != b"],
    ["ln(x) + log(y)", "log(x) + log(y)"],
    ["H(x)", "where(x > 0, 1, where(x == 0, 0.5, 0))"],
    ["random(2)", "2 * rand()"],
    ["1e-3*x + .5", "0.001 * x + 0.5"],
    ["exp((v - m)/s)", "exp((v - m) / s)"],
  ])("%s", (text, expected) => expect(ours(text)).toBe(expected));

  it.each(["", "a +", "(a", "a b", "sin", ".not. a", "sum(3)", "a $ b", "f(x)"])(
    "refuses %j by code, or reads a name",
    (text) => {
      if (text === "sin") expect(ours(text)).toBe("sin");
      else
        expect(() => ours(text)).toThrowError(
          expect.objectContaining({ code: "SL_LEMS_EXPRESSION" }),
        );
    },
  );

  it.each([
    [0, 1],
    [1, 1],
    [5, 120],
    [12, 479_001_600],
    [18, 6_402_373_705_728_000],
    [2.5, Number.NaN],
    [-1, Number.NaN],
    [23, Number.NaN],
  ])("factorial(%d) is %d", (of, expected) => {
    const tree = parseLems("factorial(x)", "here");
    expect(evaluate(tree, { scope: () => of, functions: hostFunctions })).toBe(expected);
  });

  it("refuses endless nesting", () => {
    const text = `${"(".repeat(5000)}x${")".repeat(5000)}`;
    expect(() => ours(text)).toThrowError(expect.objectContaining({ code: "SL_LEMS_EXPRESSION" }));
    const signs = `a * ${"-".repeat(5000)}x`;
    expect(() => ours(signs)).toThrowError(expect.objectContaining({ code: "SL_LEMS_EXPRESSION" }));
  });
});
