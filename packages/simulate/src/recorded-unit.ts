import { type NeuronRecord, nearestName } from "@spikeloom/kernel";
import { internalScale, parseUnit } from "@spikeloom/units";
import { RECORDED_VARIABLE } from "./errors.ts";

/** Unit in which the model declares a variable. */
export function recordedUnit(model: NeuronRecord, variable: string, place: string): string {
  const { state, expressions, outputs, inputs } = model;
  const declared = { ...inputs, ...outputs, ...expressions, ...state };
  if (Object.hasOwn(declared, variable)) return declared[variable]?.unit ?? "1";
  const known = ["spikes", ...Object.keys(declared)];
  const nearest = nearestName(variable, known);
  throw RECORDED_VARIABLE({ place, variable, model: model.name, known, nearest });
}

/** Convert internal values to a unit; each is rounded once. */
export function valuesInUnit(
  values: Float64Array,
  unitText: string,
  into: Float64Array = new Float64Array(values.length),
): Float64Array {
  const unit = parseUnit(unitText);
  const exponent = internalScale(unit.dimension).exponent - unit.exponent;
  into.set(values);
  if (exponent === 0 && unit.factor === 1) return into;
  // Dividing by a power of ten rounds once where multiplying by its inverse would round twice.
  const up = exponent > 0 ? powerOfTen(exponent) : 1;
  const down = (exponent < 0 ? powerOfTen(-exponent) : 1) * unit.factor;
  for (let k = 0; k < into.length; k++) into[k] = ((into[k] ?? 0) * up) / down;
  return into;
}

/** Convert values to internal units; may return the same array. */
export function valuesFromUnit(values: Float64Array, unitText: string): Float64Array {
  const unit = parseUnit(unitText);
  const exponent = unit.exponent - internalScale(unit.dimension).exponent;
  if (exponent === 0 && unit.factor === 1) return values;
  const up = (exponent > 0 ? powerOfTen(exponent) : 1) * unit.factor;
  const down = exponent < 0 ? powerOfTen(-exponent) : 1;
  const into = new Float64Array(values.length);
  for (let k = 0; k < into.length; k++) into[k] = ((values[k] ?? 0) * up) / down;
  return into;
}

function powerOfTen(exponent: number): number {
  return Number(`1e${Math.round(exponent)}`);
}
