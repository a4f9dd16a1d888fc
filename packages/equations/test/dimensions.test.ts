import { SpikeLoomError } from "@spikeloom/kernel";
import {
  type Dimension,
  dimensionless,
  formatDimension,
  parseUnit,
  sameDimension,
} from "@spikeloom/units";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkBoolean, dimensionOf, requireDimension } from "../src/dimensions.ts";
import { inlineUnits } from "../src/equation-units.ts";
import { evaluate } from "../src/evaluate.ts";
import type { Expression } from "../src/expression.ts";
import { formatExpression } from "../src/format-expression.ts";
import { parseExpression } from "../src/parse-expression.ts";

const declared: Readonly<Record<string, Dimension>> = {
  v: parseUnit("mV").dimension,
  v_rest: parseUnit("mV").dimension,
  tau_m: parseUnit("ms").dimension,
  i_syn: parseUnit("nA").dimension,
  r_m: parseUnit("Mohm").dimension,
  g: parseUnit("nS").dimension,
  c_m: parseUnit("pF").dimension,
  n: dimensionless,
  active: dimensionless,
};
const names = Object.keys(declared);
const booleans = new Set(["active"]);
const scope = (name: string): Dimension | undefined => declared[name];

function dimension(text: string): string {
  return formatDimension(dimensionOf(parseExpression(text), scope, { text, names, booleans }));
}

function errorOf(run: () => void): SpikeLoomError {
  try {
    run();
  } catch (error) {
    if (error instanceof SpikeLoomError) return error;
    throw error;
  }
  throw new Error("no error");
}

describe("dimensionOf", () => {
  it.each([
    ["(v_rest - v + r_m*i_syn)/tau_m", "V/s"],
    ["g*(v - v_rest)", "A"],
    ["sqrt(2/tau_m)*xi", "1/s"],
    ["v**2", "V^2"],
    ["(v/mV)**n", "1"],
    ["v**(1/2)*v**0.5", "V"],
    ["10*mV + 3*uvolt", "V"],
    ["timestep(t, dt)", "1"],
    ["max(0, v)", "V"],
    ["clip(v, -inf, 0)", "V"],
    ["where(v > v_rest, v, 0)", "V"],
    ["0 + v", "V"],
    ["abs(i_syn)", "A"],
    ["int(v > v_rest)*rand()", "1"],
    ["int(active)", "1"],
    ["v % v_rest", "V"],
    ["v // v_rest", "1"],
    ["exp(-t/tau_m)*pi*e*N", "1"],
  ])("gives %s the dimension %s", (text, unit) => {
    const got = dimension(text);
    expect(sameDimension(parseUnit(got).dimension, parseUnit(unit).dimension)).toBe(true);
  });

  it.each([
    ["v + 1", "SL_DIMENSION", 3],
    ["v + tau_m", "SL_DIMENSION", 3],
    ["v < 1", "SL_DIMENSION", 3],
    ["exp(v)", "SL_DIMENSION", 5],
    ["v**tau_m", "SL_DIMENSION", 4],
    ["max(v, tau_m)", "SL_DIMENSION", 8],
    ["timestep(v, dt)", "SL_DIMENSION", 10],
    ["where(v > v_rest, v, tau_m)", "SL_DIMENSION", 22],
    ["v**n", "SL_EXPONENT", 4],
    ["v + (v > v_rest)", "SL_BOOLEAN", 8],
    ["active + 1", "SL_BOOLEAN", 1],
    ["v and active", "SL_BOOLEAN", 1],
    ["where(v, 1, 2)", "SL_BOOLEAN", 7],
    ["sin(active)", "SL_BOOLEAN", 5],
    ["w + v", "SL_NAME_UNKNOWN", 1],
    ["m*h*am", "SL_NAME_UNKNOWN", 1],
    ["foo(v)", "SL_FUNCTION_UNKNOWN", 1],
    ["constructor(v)", "SL_FUNCTION_UNKNOWN", 1],
    ["sin()", "SL_FUNCTION_ARITY", 1],
  ])("refuses %s with %s at column %i", (text, code, column) => {
    const error = errorOf(() => dimension(text));
    expect(error.code).toBe(code);
    expect(error.place).toBe(`column ${column}`);
  });

  it.each([
    ["v - 50", "Did you mean 50 * mV?"],
    ["-(40 + 10) + v", "Did you mean -(40 + 10) * mV?"],
    ["i_syn + 3", "Did you mean 3 * pA?"],
    ["tau_m + 2", "Did you mean 2 * ms?"],
  ])("suggests the unit of a bare number in %s, no factor", (text, suggestion) => {
    expect(errorOf(() => dimension(text)).next).toContain(suggestion);
  });

  it("names both dimensions and suggests the factor that fits", () => {
    const error = errorOf(() => dimension("(v_rest - v + i_syn)/tau_m"));
    expect(error.message).toMatch(/V on both sides, got A on the right/);
    expect(error.message).toContain("Did you mean r_m*i_syn?".replace("*", " * "));
    expect(errorOf(() => dimension("v - i_syn*n")).message).toContain(
      "Did you mean r_m * i_syn * n?",
    );
    expect(errorOf(() => dimension("i_syn + v")).message).toContain("Did you mean g * v?");
    expect(errorOf(() => dimension("exp(v + v_res)")).message).toContain("Did you mean v_rest?");
  });

  it("reports the equivalents of Brian2's values over time", () => {
    for (const text of ["drive(t) * v", "rates(t, i) * v", "TimedArray(n, v)"]) {
      const { next } = errorOf(() => dimension(text));
      expect([text, next]).toEqual([text, expect.stringContaining('a stimulus "steps"')]);
    }
    expect(errorOf(() => dimension("foo(v)")).next).not.toContain("stimulus");
  });

  it("reports the dimension that an equation needs and what it yields", () => {
    const text = "(v_rest - v)/tau_m + i_syn/c_m*n";
    expect(() =>
      requireDimension(parseExpression(text), parseUnit("V/s").dimension, { scope, what: "dv/dt" }),
    ).not.toThrow();
    const wrong = errorOf(() =>
      requireDimension(parseExpression("i_syn/tau_m"), parseUnit("V/s").dimension, {
        scope,
        context: { names, place: "lif.dynamics.v" },
        what: 'dv/dt of "lif"',
      }),
    );
    expect(wrong.summary).toBe('dv/dt of "lif" needs V/s but its expression yields A/s.');
    expect(wrong.message).toContain("Did you mean r_m * i_syn / tau_m?");
  });

  it("accepts a literal zero for any dimension", () => {
    const volt = parseUnit("V").dimension;
    expect(() => requireDimension(parseExpression("-0"), volt, { scope, what: "v" })).not.toThrow();
    expect(() => requireDimension(parseExpression("1"), volt, { scope, what: "v" })).toThrow();
  });

  it("tells conditions from numbers", () => {
    expect(checkBoolean(parseExpression("active and v > v_rest"), scope, { booleans })).toBe(true);
    expect(checkBoolean(parseExpression("v"), scope)).toBe(false);
  });
});

/** Products, quotients and powers of quantities, to be measured in two systems of units. */
const { quantity } = fc.letrec<{ quantity: Expression }>((tie) => ({
  quantity: fc.oneof(
    { depthSize: "small" },
    fc
      .constantFrom("mV", "nA", "ms", "nS", "pF", "Mohm", "Hz", "um")
      .map((name): Expression => ({ kind: "name", name })),
    fc
      .tuple(
        fc.constantFrom("multiply" as const, "divide" as const),
        tie("quantity"),
        tie("quantity"),
      )
      .map(([kind, left, right]): Expression => ({ kind, left, right })),
    fc
      .tuple(tie("quantity"), fc.constantFrom(1, 2, 3))
      .map(
        ([left, value]): Expression => ({ kind: "power", left, right: { kind: "number", value } }),
      ),
  ),
}));

/** Units under all powers: `parseUnit` has a bound on exponents, stated there, that nested powers pass. */
function units(e: Expression): number {
  if (e.kind === "power") return units(e.left) * (e.right.kind === "number" ? e.right.value : 1);
  return e.kind === "multiply" || e.kind === "divide" ? units(e.left) + units(e.right) : 1;
}

describe("dimension algebra", () => {
  it("agrees with parseUnit on every product, quotient and power of units", () => {
    fc.assert(
      fc.property(quantity, (e) => {
        fc.pre(units(e) <= 24);
        const unit = parseUnit(formatExpression(e).replaceAll(" ", ""));
        expect(
          sameDimension(
            dimensionOf(e, () => undefined),
            unit.dimension,
          ),
        ).toBe(true);
      }),
    );
  });

  it("allows adding a quantity to itself, but not to another dimension", () => {
    fc.assert(
      fc.property(quantity, quantity, (a, b) => {
        const sum: Expression = { kind: "add", left: a, right: b };
        const none = (): undefined => undefined;
        const same = sameDimension(dimensionOf(a, none), dimensionOf(b, none));
        if (same) expect(sameDimension(dimensionOf(sum, none), dimensionOf(a, none))).toBe(true);
        else expect(errorOf(() => dimensionOf(sum, none)).code).toBe("SL_DIMENSION");
      }),
    );
  });

  it("replaces units by numbers of the coherent system", () => {
    const value = (text: string): number =>
      evaluate(
        inlineUnits(parseExpression(text), (name) => name === "nA"),
        { scope: () => 7 },
      );
    expect(value("10*mV")).toBe(10);
    expect(value("100*Mohm")).toBe(0.1 * 1);
    expect(value("2*uA")).toBe(2e6);
    expect(value("nA")).toBe(7);
    // 1 pA through 1 Gohm is 1 mV, and 1 pF times 1 Gohm is 1 ms: the system is coherent.
    expect(value("pA*Gohm/mV")).toBe(1);
    expect(value("pF*Gohm/ms")).toBe(1);
  });
});
