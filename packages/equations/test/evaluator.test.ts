import { describe, expect, it } from "vitest";
import {
  compileColumns,
  compileExpression,
  evaluate,
  parseExpression,
  simplify,
} from "../src/index.ts";

/** Functions that count: each draw returns the number of earlier draws. */
function counting(): Readonly<Record<string, () => number>> {
  let count = 0;
  return {
    rand() {
      count += 1;
      return count;
    },
  };
}

const none = (): undefined => undefined;

describe("draws in an expression", () => {
  it.each([
    // Both sides of a choice draw, and conditions that decide alone do not stop the others.
    ["where(rand() < 2, rand(), rand()) + 10 * rand()", 42],
    ["where(rand() > 2, rand(), rand()) + 10 * rand()", 43],
    ["int(rand() > 5 and rand() > 5) + rand()", 3],
    ["int(rand() > 0 or rand() > 5) + rand()", 4],
    // Equal texts are different draws.
    ["where(rand() < 3, 3, rand()) + 10 * rand()", 33],
    ["where(rand() < 0, rand(), rand())", 3],
    ["rand() - rand()", -1],
    ["rand() ** 3", 1],
  ])("%s are all made, from left to right", (text, wanted) => {
    const e = parseExpression(text);
    expect(evaluate(e, { scope: none, functions: counting() })).toBe(wanted);
    const code = compileExpression(e, { slots: new Map(), functions: counting() });
    expect(code(new Float64Array(0))).toBe(wanted);
    for (const fold of ["exact", "algebraic"] as const) {
      const folded = simplify(e, { fold });
      expect(evaluate(folded, { scope: none, functions: counting() }), fold).toBe(wanted);
    }
  });
});

describe("compileColumns", () => {
  const slots = new Map([
    ["x", 0],
    ["y", 1],
  ]);

  it("calls functions that are not built in for one set after the other", () => {
    const out = new Float64Array(3);
    const code = compileColumns(parseExpression("x + 10 * rand()"), {
      slots,
      functions: counting(),
    });
    code([Float64Array.of(1, 2, 3), 0], out);
    expect(out).toEqual(Float64Array.of(11, 22, 33));
  });

  it("accepts columns for numbers in one call, and numbers for columns in the next", () => {
    const code = compileColumns(parseExpression("x * x + y"), { slots });
    const x = Float64Array.from({ length: 1300 }, (_, k) => k / 8);
    const out = new Float64Array(1300);
    code([x, 2], out);
    expect(out).toEqual(x.map((one) => one * one + 2));
    code([3, x], out);
    expect(out).toEqual(x.map((one) => 9 + one));
    code([3, 4], out);
    expect(out).toEqual(out.map(() => 13));
    code([x, 5], out.subarray(0, 2));
    expect([...out.subarray(0, 3)]).toEqual([5, 5 + 1 / 64, 13]);
  });

  it("writes over a column that it reads", () => {
    const x = Float64Array.from({ length: 1300 }, (_, k) => k / 8);
    const wanted = x.map((one) => (one < 50 ? one / 3 : 0.5 * one));
    compileColumns(parseExpression("where(x < 50, x / 3, y * x)"), { slots })([x, 0.5], x);
    expect(x).toEqual(wanted);
  });

  it("computes a tree that shares its parts", () => {
    let e = parseExpression("x + 1");
    for (let k = 0; k < 8; k++) e = { kind: "add", left: e, right: e };
    const out = new Float64Array(2);
    compileColumns(e, { slots })([Float64Array.of(0, 1), 0], out);
    expect(out).toEqual(Float64Array.of(256, 512));
  });

  it("refuses a name that has no value", () => {
    const make = (): unknown => compileColumns(parseExpression("x + z"), { slots });
    expect(make).toThrow(expect.objectContaining({ code: "SL_NAME_UNKNOWN" }));
  });
});
