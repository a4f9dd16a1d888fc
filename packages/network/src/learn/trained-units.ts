import type { NetworkRecord, Stack, Trainable, Value } from "@spikeloom/kernel";
import {
  displayUnits,
  fromInternal,
  internalScale,
  parseUnit,
  sameDimension,
  toInternal,
  type Unit,
} from "@spikeloom/units";
import { weightUnit } from "../plan/choose-receptor.ts";
import { findModel } from "../plan/find-model.ts";
import { unitOfParameter } from "../plan/model-values.ts";
import { projectionNames } from "../plan/projection-names.ts";
import { ownUnit } from "../values/own-unit.ts";

/**
 * Trained weights, delays or values of a parameter, with their unit.
 *
 * A network accepts it in place of the initial value.
 */
export interface TrainedParameter {
  readonly values: Float64Array;
  readonly unit: string;
}

/**
 * Find the unit in which a network states a trained quantity; the model's unit if it states none.
 *
 * A weight has the unit of its receptor, synapse or plasticity rule; if these accept any unit, its own.
 */
export function ownUnitOf(network: NetworkRecord, trained: Trainable, stack: Stack): string {
  if ("projection" in trained) return unitOfColumn(network, trained, stack);
  const record = network.populations[trained.population];
  if (record === undefined) return "1";
  const place = `populations.${trained.population}`;
  const { model } = findModel("neuron", record.model, { network, stack, place });
  const parameter = model.parameters[trained.parameter];
  const usual = parameter === undefined ? "1" : unitOfParameter(parameter);
  return unitOfValue(record.parameters?.[trained.parameter], usual);
}

function unitOfColumn(
  network: NetworkRecord,
  { projection: name, variable }: Extract<Trainable, { readonly projection: string }>,
  stack: Stack,
): string {
  const k = projectionNames(network).indexOf(name);
  const projection = network.projections?.[k];
  if (projection === undefined) return "1";
  if (variable === "delay") return unitOfValue(projection.delay, "ms");
  const { to, weight, receptor, synapse: named, plasticity: rule } = projection;
  const place = `projections[${k}]`;
  const target = network.populations[to]?.model ?? "";
  const { model } = findModel("neuron", target, { network, stack, place });
  const only = receptor ?? Object.keys(model.receptors ?? {})[0];
  const synapse =
    named === undefined
      ? undefined
      : findModel("synapse", named, { network, stack, place: `${place}.synapse` }).model;
  const plasticity =
    rule === undefined
      ? undefined
      : findModel("plasticity", rule, { network, stack, place: `${place}.plasticity` }).model;
  return unitOfValue(weight, weightUnit(model, only, { synapse, plasticity }));
}

/** Return the unit of a value; the usual one if the value has none of that dimension. */
function unitOfValue(value: Value | undefined, usual: string | undefined): string {
  if (value === undefined) return usual ?? "1";
  const own = ownUnit(value);
  if (usual === undefined) return own;
  return sameDimension(parseUnit(own).dimension, parseUnit(usual).dimension) ? own : usual;
}

/** Return a unit of the same dimension whose numbers equal the internal ones; the given one if it does. */
export function internalUnit(text: string): string {
  const own = parseUnit(text);
  if (isInternal(own)) return text;
  const found = displayUnits(own.dimension).find(({ unit }) => isInternal(unit));
  return found?.unit.symbol ?? text;
}

function isInternal({ dimension, factor, exponent }: Unit): boolean {
  return factor === 1 && exponent === internalScale(dimension).exponent;
}

/** Convert internal numbers to a unit. */
export function inUnit(internal: Float64Array, text: string): TrainedParameter {
  const unit = parseUnit(text);
  if (isInternal(unit)) return { values: internal, unit: text };
  const { dimension } = unit;
  return { values: internal.map((one) => fromInternal(one, dimension, text).value), unit: text };
}

/** Convert trained values to internal numbers; plain arrays already are. */
export function internalNumbers(given: TrainedParameter | Float64Array): Float64Array {
  if (given instanceof Float64Array) return given;
  const unit = parseUnit(given.unit);
  if (isInternal(unit)) return given.values;
  return given.values.map((value) => toInternal({ value, unit }));
}
