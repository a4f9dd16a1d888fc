import { fromInternal, parseUnit } from "@spikeloom/units";
import { xmlNumber } from "../../xml/write-xml.ts";

/** Unit names in NeuroML's schema, by our unit texts. */
const units: ReadonlyMap<string, string> = new Map([
  ["1/ms", "per_ms"],
  ["nS/mV", "nS_per_mV"],
  ["mS/cm^2", "mS_per_cm2"],
  ["uA/cm^2", "uA_per_cm2"],
  ["uF/cm^2", "uF_per_cm2"],
  ["m/s", "m_per_s"],
  ["mol/m/A/s", "mol_per_m_per_A_per_s"],
]);

/** Write a number of internal units in a unit: `-70mV`; a dimensionless one has no unit. */
export function quantityOut(value: number, unit: string, place: string): string {
  return `${numberOut(value, unit, place)}${unit === "1" ? "" : (units.get(unit) ?? unit)}`;
}

/** Write a number of internal units as a plain number in a unit. */
export function numberOut(value: number, unit: string, place: string): string {
  const { dimension } = parseUnit(unit);
  return xmlNumber(unit === "1" ? value : fromInternal(value, dimension, unit).value, place);
}
