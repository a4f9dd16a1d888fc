import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Dimension,
  dimensionless,
  divideDimensions,
  findUnit,
  formatDimension,
  formatInternal,
  fromInternal,
  internalScale,
  multiplyDimensions,
  parseQuantity,
  parseUnit,
  powerDimension,
  sameDimension,
  toInternal,
  unitNames,
} from "../src/index.ts";

const power = fc.constantFrom(-3, -2, -1.5, -1, -0.5, 0, 0, 0, 0.25, 0.5, 1, 2, 3);
const dimension: fc.Arbitrary<Dimension> = fc.tuple(
  power,
  power,
  power,
  power,
  power,
  power,
  power,
);

describe("dimensions", () => {
  it("form a group under multiplication", () => {
    fc.assert(
      fc.property(dimension, dimension, (a, b) => {
        expect(sameDimension(divideDimensions(multiplyDimensions(a, b), b), a)).toBe(true);
        expect(sameDimension(multiplyDimensions(a, dimensionless), a)).toBe(true);
        expect(sameDimension(powerDimension(powerDimension(a, 1 / 3), 3), a)).toBe(true);
      }),
    );
  });

  it("are equal only if all exponents are", () => {
    expect(sameDimension(parseUnit("V").dimension, parseUnit("A").dimension)).toBe(false);
  });

  it.each([
    ["kg*m^2/(s^3*A)", "V"],
    ["kg*m^2/(s^3*A^2)", "ohm"],
    ["A/V", "S"],
    ["ms/Mohm", "F"],
    ["1/ms", "Hz"],
    ["mV/ms", "V/s"],
    ["nS/cm^2", "S/m^2"],
    ["nS/mV", "S/V"],
    ["1/(mV*ms)", "1/(V*s)"],
    ["ohm*cm", "ohm*m"],
    ["mV/ms^0.5", "V/s^0.5"],
    ["mM", "mol/m^3"],
    ["m/s", "m/s"],
    ["J/(K*mol)", "J/(K*mol)"],
    ["kg*m^2/s", "kg*m^2/s"],
    ["mV/mV", "1"],
  ])("print %s as %s", (text, printed) => {
    expect(formatDimension(parseUnit(text).dimension)).toBe(printed);
  });

  it("print as a unit expression of the same dimension and scale 1", () => {
    fc.assert(
      fc.property(dimension, (any) => {
        const unit = parseUnit(formatDimension(any));
        expect(sameDimension(unit.dimension, any)).toBe(true);
        expect(unit.exponent).toBe(0);
      }),
    );
  });
});

describe("unit names", () => {
  it("are unique: no prefix and unit spell the name of another unit", () => {
    const names = unitNames();
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(findUnit(name)?.symbol).toBe(name);
  });

  it.each([
    ["m", "metre"],
    ["Pa", "pascal"],
    ["cd", "candela"],
    ["mol", "mole"],
    ["T", "tesla"],
    ["M", "molar"],
    ["mM", "mmolar"],
    ["\u00b5s", "usecond"],
    ["\u03bcs", "us"],
    ["uF", "ufarad"],
    ["nA", "namp"],
    ["M\u03a9", "Mohm"],
    ["GOhm", "Gohm"],
    ["kg", "kilogram"],
    ["meter", "metre"],
    ["nS", "nsiemens"],
  ])("%s is %s", (short, long) => {
    expect({ ...findUnit(short), symbol: "" }).toEqual({ ...findUnit(long), symbol: "" });
  });

  it.each(["celsius", "min", "h", "x", "", "mmm", "mV4", "1", "constructor", "__proto__", "Mv"])(
    "%j is not a unit",
    (name) => {
      expect(findUnit(name)).toBeUndefined();
    },
  );

  it("squares the prefix too: cm2 is 1e-4 m^2", () => {
    expect(findUnit("cm2")).toMatchObject({ exponent: -4, dimension: [0, 2, 0, 0, 0, 0, 0] });
    expect(findUnit("um3")).toMatchObject({ exponent: -18 });
  });
});

describe("unit expressions", () => {
  it.each([
    ["nS/cm^2", "nS*cm**-2"],
    ["nS/cm2", "nS/(cm*cm)"],
    ["V/s/m", "V/(s*m)"],
    ["V/s*m", "V*m/s"],
    ["1/ms", "ms^-1"],
    ["mV^(-2)", "1/mV^2"],
    ["siemens/meter**2", "S/m^2"],
  ])("%s means %s", (a, b) => {
    expect({ ...parseUnit(a), symbol: "" }).toEqual({ ...parseUnit(b), symbol: "" });
  });

  it.each([
    ["mV/", 4, "SL_UNIT_SYNTAX"],
    ["mV//ms", 4, "SL_UNIT_SYNTAX"],
    ["mV ms", 4, "SL_UNIT_SYNTAX"],
    ["(mV", 4, "SL_UNIT_SYNTAX"],
    ["mV^x", 4, "SL_UNIT_SYNTAX"],
    ["mV^99", 4, "SL_UNIT_SYNTAX"],
    ["2/ms", 1, "SL_UNIT_SYNTAX"],
    ["", 1, "SL_UNIT_SYNTAX"],
    ["nS/cn^2", 4, "SL_UNKNOWN_UNIT"],
    ["mV*fish", 4, "SL_UNKNOWN_UNIT"],
  ])("refuses %j at column %i", (text, column, code) => {
    const place = expect.stringContaining(`column ${column} `);
    expect(() => parseUnit(text)).toThrow(expect.objectContaining({ code, place }));
  });

  it("counts columns from the start of the quantity", () => {
    expect(() => parseQuantity("20 mV/fish")).toThrow(/column 7 of "20 mV\/fish"/);
  });

  it.each([
    ["mv", "mV"],
    ["mVolt", "mvolt"],
    ["seconds", "second"],
    ["ohms", "ohm"],
    ["simens", "siemens"],
    ["nSS", "nS"],
  ])("for %s suggests %s", (wrong, right) => {
    expect(() => parseUnit(wrong)).toThrow(`Did you mean ${right}?`);
  });
});

describe("internal values", () => {
  it.each([
    ["mV", -3],
    ["Gohm", 9],
    ["nS", -9],
    ["pF", -12],
    ["kHz", 3],
    ["mM", 0],
    ["fC", -15],
    ["nS/um^2", 3],
    ["mV/ms^0.5", -1.5],
    ["1", 0],
  ])("are in %s", (unit, exponent) => {
    const parsed = parseUnit(unit);
    expect(internalScale(parsed.dimension)).toEqual({ exponent });
    expect(parsed.exponent).toBe(exponent);
  });

  it.each([
    [0.1, "ohm", "100 Mohm"],
    [20, "s", "20 ms"],
    [0.1, "s", "0.1 ms"],
    [5000, "s", "5 s"],
    [0.0005, "s", "500 ns"],
    [0.02, "Hz", "20 Hz"],
    [0, "V", "0 mV"],
    [-70, "V", "-70 mV"],
    [2000, "A", "2 nA"],
    [0.01, "F/m^2", "1 uF/cm^2"],
    [0.7, "S/V", "0.7 nS/mV"],
    [Number.POSITIVE_INFINITY, "s", "inf ms"],
    [3, "1", "3"],
  ])("%f of %s prints as %s", (value, unit, text) => {
    expect(formatInternal(value, parseUnit(unit).dimension)).toBe(text);
  });

  it("print as a text that restores the same bits, in every dimension", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), dimension, (value, any) => {
        expect(toInternal(parseQuantity(formatInternal(value, any)))).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  it("are returned in the requested unit", () => {
    const { dimension: current } = parseUnit("A");
    expect(fromInternal(300, current, "nA")).toEqual({ value: 0.3, unit: parseUnit("nA") });
  });
});
