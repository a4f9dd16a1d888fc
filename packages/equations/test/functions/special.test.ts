import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { javascriptF32, javascriptF64 } from "../../src/functions/javascript.ts";
import { applyBuiltIn, type FunctionName } from "../../src/functions/table.ts";

const call = (name: FunctionName, ...args: readonly number[]): number =>
  applyBuiltIn(javascriptF64, name, args);
const callFloat = (name: FunctionName, ...args: readonly number[]): number =>
  applyBuiltIn(javascriptF32, name, args);

const infinity = Number.POSITIVE_INFINITY;
const ends = [0, -0, infinity, -infinity, Number.NaN];

describe("at the ends of the number line", () => {
  const same: Readonly<Partial<Record<FunctionName, (x: number) => number>>> = {
    arccos: Math.acos,
    arcsin: Math.asin,
    arctan: Math.atan,
    cos: Math.cos,
    cosh: Math.cosh,
    exp: Math.exp,
    expm1: Math.expm1,
    log: Math.log,
    log10: Math.log10,
    log1p: Math.log1p,
    sign: Math.sign,
    sin: Math.sin,
    sinh: Math.sinh,
    tan: Math.tan,
    tanh: Math.tanh,
  };
  it.each(Object.entries(same))("%s has the value that IEEE 754 recommends", (name, expected) => {
    for (const x of [...ends, 1]) {
      // At the ends and at 1 the platform's functions are exact or differ in the last place.
      const [got, wanted] = [call(name as FunctionName, x), expected(x)];
      const float = callFloat(name as FunctionName, x);
      if (x === 1) {
        expect(got).toBeCloseTo(wanted, 12);
        expect(float).toBeCloseTo(wanted, 6);
      } else {
        expect(got).toBe(wanted);
        expect(float).toBe(Math.fround(wanted));
      }
    }
  });

  it("logarithms of -1 and below are NaN, of -1 + 1 minus infinity", () => {
    expect([call("log", -1), call("log10", -1), call("log1p", -2)]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(call("log1p", -1)).toBe(-infinity);
  });

  it("exprel goes from 0 over 1 to infinity", () => {
    const some = [-infinity, -0, 0, 1e-300, 720, 1e300, infinity];
    expect(some.map((x) => call("exprel", x))).toEqual([0, 1, 1, 1, ...Array(3).fill(infinity)]);
    // -1 / x, the limit from the left.
    expect(call("exprel", -1e10)).toBe(1e-10);
    // e^715 is beyond doubles, e^715 / 715 isn't: ln of it is 715 - ln 715.
    expect(Math.abs(call("log", call("exprel", 715)) - (715 - call("log", 715)))).toBeLessThan(
      1e-12,
    );
  });

  it("exp rounds to subnormal numbers down to the least", () => {
    expect(call("exp", -745)).toBe(Number.MIN_VALUE);
    expect(call("exp", -745.2)).toBe(0);
    expect(call("exp", 709.782712893384)).toBeLessThan(infinity);
    expect(call("exp", 709.7827128933841)).toBe(infinity);
  });
});

describe("exact values", () => {
  it("log10 of a power of ten is its exponent", () => {
    for (let n = -307; n <= 308; n++) expect(call("log10", Number(`1e${n}`))).toBe(n);
  });

  it("powers of integers are exact while a double can store them", () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 300 }), fc.nat(40), (x, n) => {
        const exact = BigInt(x) ** BigInt(n);
        fc.pre((exact < 0n ? -exact : exact) <= 2n ** 53n);
        return call("power", x, n) === Number(exact);
      }),
    );
  });

  it("powers of two are exact down to the least number", () => {
    for (let n = -1074; n < 1024; n++) expect(call("power", 2, n)).toBe(2 ** n);
  });

  it("power has the special values of IEEE 754", () => {
    for (const x of [...ends, 1, -1, 0.5, 2, -2, -0.5]) {
      for (const y of [...ends, 1, 2, 3, -1, -2, -3, 0.5, -0.5]) {
        // JavaScript alone lets 1 and -1 to infinity or NaN be NaN.
        const unlike = Math.abs(x) === 1 && !Number.isFinite(y);
        const isNan = Number.isNaN(y) && x !== 1;
        const wanted = unlike ? (isNan ? Number.NaN : 1) : x ** y;
        const got = call("power", x, y);
        // The platform's power may be off in the last place if the value is not exact.
        if (Number.isFinite(wanted)) expect(got, `${x} ** ${y}`).toBeCloseTo(wanted, 14);
        else expect(got, `${x} ** ${y}`).toBe(wanted);
        if (wanted === 0) expect(got, `${x} ** ${y}`).toBe(wanted);
        const float = callFloat("power", x, y);
        if (Number.isFinite(wanted) && wanted !== 0) {
          expect(float, `${x} ** ${y}`).toBeCloseTo(wanted, 6);
        } else expect(float, `${x} ** ${y}`).toBe(wanted);
      }
    }
  });
});

describe("division with Python's signs", () => {
  it("gives what Python 3 prints", () => {
    // [a, b, a % b, a // b]
    const rows = [
      [7, 3, 1, 2],
      [-7, 3, 2, -3],
      [7, -3, -2, -3],
      [-7, -3, -1, 2],
      [6, 3, 0, 2],
      [-6, 3, 0, -2],
      [6, -3, -0, -2],
      [5.5, 2, 1.5, 2],
      [1, 0.1, 0.09999999999999995, 9],
      [0.3, 0.1, 0.09999999999999998, 2],
      [-1e-20, 1, 1, -1],
      [5, infinity, 5, 0],
      [-5, infinity, infinity, -1],
      [5, -infinity, -infinity, -1],
    ] as const;
    for (const [a, b, remainder, quotient] of rows) {
      expect(call("modulo", a, b), `${a} % ${b}`).toBe(remainder);
      expect(call("floor_divide", a, b), `${a} // ${b}`).toBe(quotient);
    }
  });

  it("leaves exactly the remainder of the integers' division", () => {
    const whole = fc.integer({ min: -(2 ** 31), max: 2 ** 31 });
    const fraction = fc.integer({ min: 1, max: 2 ** 20 });
    fc.assert(
      fc.property(whole, fraction, fc.integer({ min: -300, max: 300 }), (a, b, power) => {
        const unit = 2 ** power;
        const exact = ((a % b) + b) % b;
        return (
          call("modulo", a * unit, b * unit) === exact * unit &&
          call("floor_divide", a * unit, b * unit) === (a - exact) / b
        );
      }),
    );
  });

  it("has no remainder by 0, of infinity or beyond 2^53 divisors", () => {
    for (const [a, b] of [
      [1, 0],
      [infinity, 2],
      [1e300, 1],
      [Number.NaN, 1],
    ] as const) {
      expect(call("modulo", a, b)).toBeNaN();
    }
    expect(call("floor_divide", 1, 0)).toBe(infinity);
    // As in Python: a zero stays one.
    expect(call("floor_divide", -0, infinity)).toBe(-0);
    expect(call("floor_divide", 0, -infinity)).toBe(-0);
    expect(call("floor_divide", 0, infinity)).toBe(0);
    expect(call("floor_divide", -1, infinity)).toBe(-1);
  });
});

describe("steps and bounds", () => {
  it("counts a time that is one rounding below a multiple as the multiple", () => {
    for (let n = 1; n < 2000; n++) {
      expect(call("timestep", n * 0.1 * (1 - 2 ** -52), 0.1)).toBe(n);
      expect(call("timestep", (n + 0.99) * 0.1, 0.1)).toBe(n);
    }
  });

  it("clips, and lets NaN through", () => {
    expect([-2, 0.5, 3, Number.NaN].map((x) => call("clip", x, 0, 1))).toEqual([
      0,
      0.5,
      1,
      Number.NaN,
    ]);
  });
});
