import { type Dimension, sameDimension } from "./dimension.ts";
import { formatFactors } from "./format-dimension.ts";
import type { Unit } from "./unit.ts";
import { one } from "./unit.ts";
import { parseUnit } from "./unit-text.ts";

/** A display unit and the range of numbers, least <= |x| < most, that suit it. */
export interface DisplayUnit {
  readonly unit: Unit;
  readonly least: number;
  readonly most: number;
}

/** Conventional units for each dimension, then further prefixes. */
const FAMILIES: readonly (readonly string[])[] = [
  ["mV", "V", "kV", "uV", "nV"],
  ["ms", "s", "us", "ns", "ps"],
  ["pA", "nA", "uA", "mA", "A", "fA"],
  ["nS", "uS", "mS", "S", "pS", "fS"],
  ["Mohm", "Gohm", "Tohm", "kohm", "ohm", "mohm"],
  ["pF", "nF", "uF", "mF", "F", "fF"],
  ["Hz", "kHz", "MHz", "GHz", "mHz"],
  ["um", "mm", "m", "nm"],
  ["um^2", "cm^2", "m^2"],
  ["pC", "nC", "uC", "fC"],
  ["mM", "M", "uM", "nM", "pM"],
  ["mV/ms", "mV/s"],
  ["pA/ms", "nA/ms"],
  ["nS/ms", "uS/ms"],
  ["mM/ms", "uM/ms"],
  ["mS/cm^2", "S/cm^2", "uS/cm^2"],
  ["uF/cm^2"],
  ["uA/cm^2", "mA/cm^2", "nA/cm^2"],
  ["ohm*cm", "kohm*cm"],
  ["nS/mV", "uS/mV"],
  ["mV/ms^0.5"],
  ["pA/ms^0.5"],
  ["K"],
];

const INTERNAL_BASE = ["ng", "um", "ms", "pA", "K", "amol", "cd"];

let families: readonly (readonly Unit[])[] | undefined;

/** List display units for a dimension, best first; the last is the internal one. */
export function displayUnits(dimension: Dimension): DisplayUnit[] {
  families ??= FAMILIES.map((family) => family.map((text) => parseUnit(text)));
  const found = families.find(([unit]) => unit && sameDimension(unit.dimension, dimension)) ?? [];
  return [
    ...found.map((unit, i) => ({ unit, least: i === 0 ? 0.01 : 1, most: 1000 })),
    { unit: internalUnit(dimension), least: 0, most: Number.POSITIVE_INFINITY },
  ];
}

function internalUnit(dimension: Dimension): Unit {
  if (dimension.every((power) => Math.abs(power) <= 1e-9)) return one;
  const factors = INTERNAL_BASE.map((name, i) => [name, dimension[i] ?? 0] as const);
  return parseUnit(formatFactors(factors.filter(([, power]) => Math.abs(power) > 1e-9)));
}
