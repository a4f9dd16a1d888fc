import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pythonFloat, pythonText } from "../../src/scripts/python/literals.ts";

/** Read a literal as Python does: JSON has all of its escapes except that for characters beyond U+FFFF. */
function read(literal: string): string {
  const astral = /\\U([0-9a-f]{8})/g;
  const inJson = literal.replaceAll(/\\\\|\\U[0-9a-f]{8}/g, (found) =>
    found.replace(astral, (_, digits: string) =>
      JSON.stringify(String.fromCodePoint(Number.parseInt(digits, 16))).slice(1, -1),
    ),
  );
  return JSON.parse(inJson) as string;
}

describe("pythonText", () => {
  it("writes printable ASCII on one line, from which the same text is read", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 40 }), (text) => {
        const literal = pythonText(text);
        return /^"[ -~]*"$/.test(literal) && read(literal) === text;
      }),
    );
  });

  it.each([
    ['"""\nimport os', '"\\"\\"\\"\\nimport os"'],
    ["\\", '"\\\\"'],
    ['\\"', '"\\\\\\""'],
    ["\u202e\u2028\u0000", '"\\u202e\\u2028\\u0000"'],
    ["😀", '"\\U0001f600"'],
    ["\ud800", '"\\ud800"'],
  ])("lets no part of %j end it", (text, literal) => {
    expect(pythonText(text)).toBe(literal);
  });
});

describe("pythonFloat", () => {
  it("writes a float from which the same number is read", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const literal = pythonFloat(value);
        return Object.is(Number(literal), value) && /[.e]/.test(literal);
      }),
    );
  });

  it.each([
    [1, "1.0"],
    [-0, "-0.0"],
    [1e21, "1e+21"],
    [Number.POSITIVE_INFINITY, 'float("inf")'],
    [Number.NaN, 'float("nan")'],
  ])("writes %d as %s", (value, literal) => {
    expect(pythonFloat(value)).toBe(literal);
  });
});
