import { SpikeLoomError } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { processorTime } from "../../../tools/test/processor-time.ts";
import { sameExpression } from "../src/children.ts";
import type { Expression } from "../src/expression.ts";
import { formatExpression } from "../src/format-expression.ts";
import { parseExpression } from "../src/parse-expression.ts";
import { condition, nearlyText, numeric } from "./arbitraries.ts";

/** The tree as fully parenthesised text: shows grouping without depending on the printer. */
function shape(e: Expression): string {
  switch (e.kind) {
    case "number":
      return String(e.value);
    case "name":
      return e.name;
    case "negate":
    case "not":
      return `(${e.kind} ${shape(e.of)})`;
    case "call":
      return `(${[e.name, ...e.args.map(shape)].join(" ")})`;
    case "select":
      return `(select ${[e.condition, e.then, e.otherwise].map(shape).join(" ")})`;
    default:
      return `(${e.kind} ${shape(e.left)} ${shape(e.right)})`;
  }
}

function errorOf(text: string): SpikeLoomError {
  try {
    parseExpression(text, { place: "lif.dynamics.v" });
  } catch (error) {
    if (error instanceof SpikeLoomError) return error;
    throw error;
  }
  throw new Error(`"${text}" was accepted`);
}

describe("parseExpression", () => {
  it.each([
    // Each grouping is that of Python's own parser.
    ["1 + 2 * 3", "(add 1 (multiply 2 3))"],
    ["1 - 2 - 3", "(subtract (subtract 1 2) 3)"],
    ["2 ** 3 ** 2", "(power 2 (power 3 2))"],
    ["-2 ** 2", "(negate (power 2 2))"],
    ["2 ** -1", "(power 2 (negate 1))"],
    ["2 ** -x ** y", "(power 2 (negate (power x y)))"],
    ["-a * b", "(multiply (negate a) b)"],
    ["a / b // c % d", "(modulo (floor_divide (divide a b) c) d)"],
    ["not a == b", "(not (equal a b))"],
    ["not a and b or c", "(or (and (not a) b) c)"],
    ["a or b and c", "(or a (and b c))"],
    ["a < b + 1 and not c", "(and (less a (add b 1)) (not c))"],
    ["+x", "x"],
    ["--x", "(negate (negate x))"],
    ["a ^ 2", "(power a 2)"],
    ["where(x > 0, x, -x)", "(select (greater x 0) x (negate x))"],
    ["select(x > 0, 1, 2)", "(select (greater x 0) 1 2)"],
    ["clip(x, 0, 1)", "(clip x 0 1)"],
    ["rand()", "(rand)"],
    ["f(x,)", "(f x)"],
    ["1e-3 + .5 + 1. + 2.5E+2", "(add (add (add 0.001 0.5) 1) 250)"],
    ["True and False", "(and True False)"],
    ["a\n + b", "(add a b)"],
  ])("groups %s as Python does", (text, expected) => {
    expect(shape(parseExpression(text))).toBe(expected);
  });

  it("keeps the offset of names and of operators", () => {
    expect(parseExpression("tau * (v - 1)")).toMatchObject({
      at: 4,
      left: { at: 0 },
      right: { kind: "subtract", at: 9, right: { at: 11 } },
    });
  });

  it.each([
    ["", "SL_EXPRESSION_SYNTAX", 1],
    ["a +", "SL_EXPRESSION_SYNTAX", 4],
    ["(a + b", "SL_EXPRESSION_SYNTAX", 1],
    ["a)", "SL_EXPRESSION_SYNTAX", 2],
    ["a b", "SL_EXPRESSION_SYNTAX", 3],
    ["2mV", "SL_EXPRESSION_SYNTAX", 2],
    ["1.2.3", "SL_EXPRESSION_SYNTAX", 4],
    ["a + not b", "SL_EXPRESSION_SYNTAX", 5],
    ["v — 1", "SL_EXPRESSION_SYNTAX", 3],
    ["a is b", "SL_EXPRESSION_SYNTAX", 3],
    ["a[0]", "SL_EXPRESSION_UNSUPPORTED", 2],
    ["a.b", "SL_EXPRESSION_UNSUPPORTED", 2],
    ["'a'", "SL_EXPRESSION_UNSUPPORTED", 1],
    ["a = b", "SL_EXPRESSION_UNSUPPORTED", 3],
    ["lambda x: x", "SL_EXPRESSION_UNSUPPORTED", 9],
    ["a & b", "SL_EXPRESSION_UNSUPPORTED", 3],
    ["a << b", "SL_EXPRESSION_UNSUPPORTED", 3],
    ["a if b else c", "SL_EXPRESSION_UNSUPPORTED", 3],
    ["f(x=1)", "SL_EXPRESSION_UNSUPPORTED", 4],
    ["(a, b)", "SL_EXPRESSION_UNSUPPORTED", 3],
    ["a < b < c", "SL_EXPRESSION_UNSUPPORTED", 7],
    ["a ? b : c", "SL_EXPRESSION_UNSUPPORTED", 3],
    ["where(a, b)", "SL_FUNCTION_ARITY", 1],
  ])("refuses %j with %s at column %i", (text, code, column) => {
    const error = errorOf(text);
    expect(error.code).toBe(code);
    expect(error.place).toBe(`lif.dynamics.v, column ${column}`);
    const [shown, caret] = error.message.split("\n").slice(-2);
    expect(shown?.trim()).toBe(text.trim());
    expect(caret?.indexOf("^")).toBe(4 + column - 1);
  });

  it("clips a long line around the fault", () => {
    const error = errorOf(`${"a + ".repeat(100)}] + b`);
    const [shown, caret] = error.message.split("\n").slice(-2);
    expect(shown?.length).toBeLessThan(90);
    expect(shown?.[caret?.indexOf("^") ?? 0]).toBe("]");
  });

  it("reads quantities as products on request", () => {
    const juxtaposition = true;
    expect(shape(parseExpression("-70 mV + 1 / 20 ms**2", { juxtaposition }))).toBe(
      "(add (negate (multiply 70 mV)) (divide 1 (multiply 20 (power ms 2))))",
    );
  });

  it("prints with the fewest parentheses an expression that parses to the same tree", () => {
    fc.assert(
      fc.property(fc.oneof(numeric, condition), (e) => {
        const text = formatExpression(e);
        expect(sameExpression(parseExpression(text), e)).toBe(true);
      }),
    );
  });

  it("needs every parenthesis that it prints", () => {
    fc.assert(
      fc.property(numeric, (e) => {
        const text = formatExpression(e);
        for (const [open, close] of parenthesisPairs(text)) {
          const without = text.slice(0, open) + text.slice(open + 1, close) + text.slice(close + 1);
          let same = false;
          try {
            same = sameExpression(parseExpression(without), e);
          } catch {
            // A text that no longer reads needed its parentheses.
          }
          expect(same).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });
});

function parenthesisPairs(text: string): [number, number][] {
  const open: number[] = [];
  const pairs: [number, number][] = [];
  for (const [k, character] of [...text].entries()) {
    if (character === "(") open.push(k);
    if (character === ")") pairs.push([open.pop() ?? 0, k]);
  }
  return pairs;
}

describe("hostile text", () => {
  const anything = fc.oneof(nearlyText, fc.string({ unit: "binary" }), fc.string());

  it("gives an expression or a coded error, never anything else", () => {
    fc.assert(
      fc.property(anything, (text) => {
        try {
          parseExpression(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SpikeLoomError);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["parentheses", "(".repeat(50_000)],
    ["closed parentheses", `${"(".repeat(40_000)}x${")".repeat(40_000)}`],
    ["minus signs", `${"-".repeat(90_000)}x`],
    ["negations", `${"not ".repeat(24_000)}x`],
    ["powers", `x${"**x".repeat(30_000)}`],
    ["calls", "f(".repeat(45_000)],
    ["a long sum", `x${"+x".repeat(45_000)}`],
    ["a long text", "x".repeat(100_001)],
  ])("refuses %s past the bounds", (_, text) => {
    expect(errorOf(text).code).toBe("SL_EXPRESSION_SIZE");
  });

  it("reads long texts without time that grows as the square", () => {
    // A balanced tree, so that length and not depth matters.
    let text = "tau_m*(v - v_rest)/c_m";
    while (text.length < 45_000) text = `(${text}) + exp(${text})`;
    parseExpression(text);
    const started = processorTime();
    parseExpression(text);
    // About 40 ms for 100 kB; a quadratic reader would take minutes, so no busy machine can hide it.
    expect((processorTime() - started) * (100_000 / text.length)).toBeLessThan(4000);
  });
});
