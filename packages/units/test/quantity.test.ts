import { SpikeLoomError } from "@spikeloom/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatQuantity,
  fromInternal,
  parseQuantity,
  parseUnit,
  toInternal,
  toSI,
  unitNames,
} from "../src/index.ts";

const internal = (text: string): number => toInternal(parseQuantity(text));

// A value with at most 17 digits, as a decimal text, and a unit name.
const decimal = fc
  .tuple(
    fc.boolean(),
    fc.bigInt({ min: 0n, max: 10n ** 17n - 1n }),
    fc.integer({ min: -40, max: 20 }),
  )
  .map(([minus, digits, exponent]) => `${minus ? "-" : ""}${digits}e${exponent}`);
const unitName = fc.constantFrom(...unitNames());

describe("conversion", () => {
  it.each([
    ["250 pF", 250],
    ["20 ms", 20],
    ["100 Mohm", 0.1],
    ["0.1 ms", 0.1],
    ["0.3 nA", 300],
    ["0.7 s", 700],
    ["-70mV", -70],
    ["1e-3 nA", 1],
    ["0.1 mV/ms", 0.1],
    ["1 uF/cm^2", 0.01],
    ["120 mS/cm**2", 1.2],
    ["35.4 ohm*cm", 3.54e-4],
    ["2 mM", 2],
    ["20 Hz", 0.02],
    ["1 mV*ms^-1", 1],
    ["0.7 nS/mV", 0.7],
    ["3 um2", 3],
    ["2 mV/ms^0.5", 2],
    ["1.5 hour", 5.4e6],
    ["5", 5],
    ["inf ms", Number.POSITIVE_INFINITY],
  ])("turns %s into the double nearest to %f", (text, value) => {
    expect(internal(text)).toBe(value);
  });

  it("is coherent: products and quotients of internal values are those of the quantities", () => {
    expect(internal("1 nA") / internal("1 nS")).toBe(internal("1 V"));
    expect(internal("1 pF") / internal("1 nS")).toBe(internal("1 ms"));
    expect(internal("1 Gohm") * internal("1 pA")).toBe(internal("1 mV"));
    expect(internal("1 pA") * internal("1 ms")).toBe(internal("1 fC"));
    expect(internal("1 mmol") / internal("1 l")).toBe(internal("1 mM"));
    expect(1 / internal("1 ms")).toBe(internal("1 kHz"));
  });

  it("rounds once: the result is the double nearest to the decimal number shifted", () => {
    fc.assert(
      fc.property(decimal, unitName, (text, name) => {
        const quantity = parseQuantity(`${text} ${name}`);
        const { factor, exponent } = quantity.unit;
        if (factor !== 1) return;
        expect(toSI(quantity) === nearestDouble(quantity.value, exponent)).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it("preserves the bits of any double in the internal unit, and in any unit on a round trip", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        const volts = parseUnit("mV");
        expect(toInternal({ value, unit: volts })).toBe(value);
        const quantity = fromInternal(value, volts.dimension);
        expect(toInternal(quantity)).toBe(value);
        expect(toInternal(parseQuantity(formatQuantity(quantity)))).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  it("refuses a finite value that would become infinite", () => {
    expect(() => internal("1e306 V")).toThrow(/SL_QUANTITY_RANGE/);
  });

  it("refuses a unit of another dimension, and states both dimensions", () => {
    const { dimension } = parseUnit("mV/ms");
    expect(() => fromInternal(1, dimension, "nA")).toThrow(
      /SL_UNIT_MISMATCH.*Expected V\/s, got A\./,
    );
  });
});

describe("text", () => {
  it("restores the same bits for any double and any unit", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), unitName, (value, name) => {
        const quantity = { value, unit: parseUnit(name) };
        expect(parseQuantity(formatQuantity(quantity))).toEqual(quantity);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["NaN ms", "SL_QUANTITY_NAN"],
    ["ms", "SL_QUANTITY_SYNTAX"],
    ["", "SL_QUANTITY_SYNTAX"],
    ["--3 mV", "SL_QUANTITY_SYNTAX"],
    ["1e999 V", "SL_QUANTITY_SYNTAX"],
    ["1.2.3 mV", "SL_UNIT_SYNTAX"],
    ["3 5", "SL_UNIT_SYNTAX"],
    ["3 mV ms", "SL_UNIT_SYNTAX"],
    ["3 celsius", "SL_UNKNOWN_UNIT"],
    ["3 min", "SL_UNKNOWN_UNIT"],
    ["infms", "SL_QUANTITY_SYNTAX"],
  ])("refuses %j with %s", (text, code) => {
    expect(() => parseQuantity(text)).toThrow(expect.objectContaining({ code }));
  });

  it("states what it expects, and what it got", () => {
    expect(() => parseQuantity("ms")).toThrow(
      expect.objectContaining({
        expected: "a number, and a unit unless it is dimensionless",
        got: '"ms"',
      }),
    );
  });

  it("refuses NaN as a number", () => {
    expect(() => parseQuantity(Number.NaN)).toThrow(/SL_QUANTITY_NAN/);
  });

  it("throws only coded errors, whatever the text", () => {
    const character = fc.constantFrom(..."0123456789.eE+-*/^() \tmVsnSµΩ°%\n\u0000é😀");
    const text = fc.oneof(
      fc.string(),
      fc.array(character).map((list) => list.join("")),
    );
    fc.assert(
      fc.property(text, (input) => {
        try {
          const value = toInternal(parseQuantity(input));
          expect(value).not.toBeNaN();
        } catch (error) {
          expect(error).toBeInstanceOf(SpikeLoomError);
        }
      }),
      { numRuns: 5000 },
    );
  });
});

/** The double nearest to value * 10^exponent, by exact integers: among three neighbours, the closest. */
function nearestDouble(value: number, exponent: number): number {
  const [digits = "", power = "0"] = String(value).split("e");
  const [whole = "", fraction = ""] = digits.split(".");
  const integer = BigInt(whole + fraction);
  const shift = Number(power) - fraction.length + exponent;
  const numerator = integer * 10n ** BigInt(Math.max(shift, 0));
  const denominator = 10n ** BigInt(Math.max(-shift, 0));
  return divide(numerator, denominator);
}

/** Divide integers and round to the nearest double, ties to even, normal range only. */
function divide(numerator: bigint, denominator: bigint): number {
  if (numerator === 0n) return 0;
  if (numerator < 0n) return -divide(-numerator, denominator);
  // Scale so that the quotient has 55 or 56 bits; the last bit tells whether a remainder is left.
  let shift = numerator.toString(2).length - denominator.toString(2).length - 55;
  const top = shift < 0 ? numerator << BigInt(-shift) : numerator;
  const bottom = shift > 0 ? denominator << BigInt(shift) : denominator;
  let quotient = top / bottom;
  if (quotient * bottom !== top) quotient |= 1n;
  // BigInt to Number rounds to nearest even; powers of two are exact.
  let result = Number(quotient);
  for (; shift > 0; shift--) result *= 2;
  for (; shift < 0; shift++) result /= 2;
  return result;
}
