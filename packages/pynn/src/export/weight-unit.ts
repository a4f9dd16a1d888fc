import type { NeuronRecord } from "@spikeloom/kernel";
import { parseUnit, sameDimension } from "@spikeloom/units";

/** The units that PyNN has for weights. */
const units = ["nA", "uS", "mV"] as const;

/** Return PyNN's unit of weights onto a receptor. */
export function weightUnitOf(model: NeuronRecord, receptor: string): string {
  const own = parseUnit(model.receptors?.[receptor]?.unit ?? "1").dimension;
  const found = units.find((unit) => sameDimension(parseUnit(unit).dimension, own));
  if (found !== undefined) return found;
  throw new Error(`PyNN has no unit for weights onto "${receptor}" of "${model.name}".`);
}
