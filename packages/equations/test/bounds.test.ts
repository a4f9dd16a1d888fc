import { describe, expect, it } from "vitest";
import { affineIn } from "../src/affine.ts";
import { bounds, measureExpression } from "../src/bounds.ts";
import { differentiate } from "../src/differentiate.ts";
import { dimensionOf } from "../src/dimensions.ts";
import { evaluate } from "../src/evaluate.ts";
import type { Expression } from "../src/expression.ts";
import { formatExpression } from "../src/format-expression.ts";
import { checkModelInFull } from "../src/index.ts";
import { parseExpression } from "../src/parse-expression.ts";
import { simplify } from "../src/simplify.ts";

function nested(open: string, close: string, levels: number): string {
  return `${open.repeat(levels)}x${close.repeat(levels)}`;
}

describe("the bound on depth", () => {
  // Each of these recurses at least once per level; the deepest takes 400 kB of the usual 1 MB of stack.
  it.each([
    ["choices", nested("where(x > 1, 1, ", ")", bounds.depth - 2)],
    ["calls", nested("sin(", ")", bounds.depth - 1)],
    ["signs", nested("-", "", bounds.depth - 1)],
    ["sums", `x${" + x".repeat(bounds.depth - 1)}`],
    ["parentheses after every kind of operator", nested("(1 + 2*-(", "))", 80)],
  ])("leaves room for all that is done with %s", (_, text) => {
    const e = parseExpression(text);
    const functions = { sin: (x = 0): number => x };
    const value = evaluate(e, { scope: () => 0.5, functions });
    expect(evaluate(simplify(e), { scope: () => 0.5, functions })).toBe(value);
    expect(parseExpression(formatExpression(e))).toBeDefined();
    expect(dimensionOf(e, () => [0, 0, 0, 0, 0, 0, 0])).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect(affineIn(e, new Set(["y"]))?.coefficients.size).toBe(0);
  });

  it("applies to derivatives, which may be deeper than the expression", () => {
    const quotient = parseExpression(nested("x/(1 + ", ")", 120));
    expect(() => differentiate(quotient, "x")).toThrow("SL_EXPRESSION_SIZE");
    expect(
      measureExpression(differentiate(parseExpression("x**2/(1 + x)"), "x")).depth,
    ).toBeLessThan(10);
  });

  it("measures trees that share parts without walking each copy", () => {
    let e: Expression = { kind: "name", name: "x" };
    for (let k = 0; k < 200; k++) e = { kind: "add", left: e, right: e };
    // 2^200 nodes as a tree: counting stops past the bound.
    expect(measureExpression(e).nodes).toBeGreaterThan(bounds.nodes);
  });
});

it("counts expressions of a model with those that they name, each time", () => {
  // 3^24 terms, of which no text shows more than two.
  const chain = Array.from({ length: 24 }, (_, k) => {
    const before = k === 0 ? "v" : `d${k}`;
    const value = `${before} + 2*${before}`;
    return [`d${k + 1}`, { value, unit: "mV", about: "a part" }] as const;
  });
  const model = {
    kind: "neuron",
    contract: 1,
    name: "chain",
    about: "A chain of expressions.",
    parameters: { tau: { default: "10 ms", about: "a time constant" } },
    state: { v: { initial: "0*mV", unit: "mV", about: "a potential" } },
    expressions: Object.fromEntries(chain),
    dynamics: { v: "-d24/tau" },
  } as const;
  const codes = checkModelInFull(model).map(({ code }) => code);
  expect(new Set(codes)).toEqual(new Set(["SL_EXPRESSION_SIZE"]));
});
