import { expect, it } from "vitest";
import { quantityNumber, quantityText } from "../../src/neuroml/quantities.ts";

it.each([
  ["-70mV", "-70 mV", "mV", -70],
  ["  0.50 nA ", "0.50 nA", "A", 500],
  [".5e-3 uS", ".5e-3 uS", "S", 0.5],
  ["2per_ms", "2 1/ms", "1/s", 2],
  ["10 Hz", "10 Hz", "1/s", 0.01],
  ["10 S_per_m2", "10 S/m2", "S/m^2", 0.01],
  ["1.0 uF_per_cm2", "1.0 uF/cm2", "F/m^2", 0.01],
  ["0.7 nS_per_mV", "0.7 nS/mV", "S/V", 0.7],
  ["3 ohm_cm", "3 ohm*cm", "ohm*m", 0.00003],
  ["1e-7 mol_per_cm3", "1e-7 mol/cm3", "mM", 0.1],
  ["4 mol_per_m_per_A_per_s", "4 mol/m/A/s", "mol/m/A/s", 4e-3],
  ["6.3degC", "279.45 K", "K", 279.45],
  ["20 um", "20 um", "m", 20],
  ["1.5", "1.5", "1", 1.5],
  ["2 min", "2 minute", "s", 120_000],
])("reads %j as %j", (text, ours, like, number) => {
  expect(quantityText(text, "a")).toBe(ours);
  expect(quantityNumber(text, like, "a")).toBeCloseTo(number, 12);
});

it.each([
  ["mV"],
  ["1 mv"],
  ["1 mV mV"],
  ["--1 mV"],
  ["1e mV"],
  ["1e999 mV"],
  ["0x10 mV"],
  [""],
  ["1 per"],
  ["1 _mV"],
  ["1 V/s"],
  ["NaN"],
])("refuses %j", (text) => {
  const fault = expect.objectContaining({ code: "SL_NML_QUANTITY", place: "net.nml:3:1: v" });
  expect(() => quantityText(text, "net.nml:3:1: v")).toThrow(fault);
});

it("refuses a quantity of another kind", () => {
  const fault = expect.objectContaining({ code: "SL_NML_QUANTITY", got: '"1 nA"' });
  expect(() => quantityNumber("1 nA", "V", "a")).toThrow(fault);
  expect(() => quantityNumber("1 nA", "1", "a")).toThrow(
    expect.objectContaining({ expected: "a number without a unit" }),
  );
});
