import type { NetworkRecord, ProjectionRecord, Stack, Trainable, Value } from "@spikeloom/kernel";
import { displayUnits, internalScale, parseUnit } from "@spikeloom/units";
import { VALUE, VALUE_LENGTH } from "../errors.ts";
import { weightUnit } from "../plan/choose-receptor.ts";
import { findModel } from "../plan/find-model.ts";
import { projectionNames } from "../plan/projection-names.ts";
import { ownUnit } from "../values/own-unit.ts";
import { listedProjection } from "./listed-projection.ts";

/** The values returned by a learner, and the trained parameters they belong to. */
export interface TrainedValues {
  readonly stack: Stack;
  readonly trainable: readonly Trainable[];
  /** Result of the learner's `parameters()`: in internal units, in the order of `trainable`. */
  readonly values: readonly Float64Array[];
}

/**
 * Write trained values back into the network.
 *
 * Randomly drawn connections are listed explicitly as pairs, because the trained values belong to them. Values are written in
 * internal units, which preserves every bit. Throws `SL_VALUE` for a variable of a projection that is neither its `weight` nor
 * its `delay`, and `SL_VALUE_LENGTH` if the number of values is wrong.
 */
export function trainedNetwork(network: NetworkRecord, trained: TrainedValues): NetworkRecord {
  const { trainable, values } = trained;
  return trainable.reduce((before, one, k) => {
    const learnt = values[k] ?? new Float64Array(0);
    const given = { ...trained, learnt, place: `trainable[${k}]` };
    if (!("projection" in one)) return withParameter(before, one, given);
    return withColumn(before, one, given);
  }, network);
}

interface Learnt extends TrainedValues {
  readonly learnt: Float64Array;
  readonly place: string;
}

function withColumn(
  network: NetworkRecord,
  { projection: name, variable }: Extract<Trainable, { readonly projection: string }>,
  { stack, learnt, place }: Learnt,
): NetworkRecord {
  const names = projectionNames(network);
  const projections = (network.projections ?? []).map((given, k) => {
    if (names[k] !== name) return given;
    const { projection, entries } = listedProjection(network, k, stack);
    checkLength(learnt, place, [entries]);
    if (variable === "delay") return { ...projection, delay: { values: learnt, unit: "ms" } };
    if (variable !== "weight") throw unknownVariable(place, variable);
    const unit = unitOfWeights(network, { stack, projection, k });
    return { ...projection, weight: { values: learnt, unit } };
  });
  return { ...network, projections };
}

function checkLength(learnt: Float64Array, place: string, known: readonly number[]): void {
  if (known.includes(learnt.length)) return;
  const expected = `${known[0]} trained values`;
  throw VALUE_LENGTH({ place, expected, got: learnt.length });
}

interface PlacedRecord {
  readonly stack: Stack;
  readonly projection: ProjectionRecord;
  readonly k: number;
}

function unitOfWeights(network: NetworkRecord, { stack, projection, k }: PlacedRecord): string {
  const { to, weight, receptor, synapse: named } = projection;
  const place = `projections[${k}]`;
  const target = network.populations[to]?.model ?? "";
  const { model } = findModel("neuron", target, { network, stack, place });
  const only = receptor ?? Object.keys(model.receptors ?? {})[0];
  const synapse =
    named === undefined
      ? undefined
      : findModel("synapse", named, { network, stack, place: `${place}.synapse` }).model;
  return internalUnit(weightUnit(model, only, { synapse }) ?? ownUnit(weight));
}

function unknownVariable(place: string, variable: string): Error {
  return VALUE({
    place,
    message: "A network cannot store trained values of this variable.",
    expected: "weight or delay of a projection",
    got: variable,
    next: "Edit the network manually.",
  });
}

function withParameter(
  network: NetworkRecord,
  { population, parameter, channels }: Extract<Trainable, { readonly population: string }>,
  { stack, learnt, place: of }: Learnt,
): NetworkRecord {
  const record = network.populations[population];
  if (record === undefined) return network;
  // One value may stand for all neurons.
  checkLength(learnt, of, [channels ?? record.size, ...(channels === undefined ? [1] : [])]);
  const place = `populations.${population}`;
  const { model } = findModel("neuron", record.model, { network, stack, place });
  const unit = internalUnit(ownUnit(model.parameters[parameter]?.default ?? 1));
  // Of a channel there is one value, and a network has one for each neuron.
  const all =
    channels === undefined
      ? learnt
      : Float64Array.from({ length: record.size }, (_, n) => learnt[n % channels] ?? Number.NaN);
  const value: Value =
    all.length === 1 ? textOf(all[0] ?? Number.NaN, unit) : { values: all, unit };
  const parameters = { ...record.parameters, [parameter]: value };
  return {
    ...network,
    populations: { ...network.populations, [population]: { ...record, parameters } },
  };
}

const textOf = (value: number, unit: string): string | number =>
  unit === "1" ? value : `${value} ${unit}`;

/** Return a unit of the same dimension whose numbers equal the internal ones; the given one if it does. */
function internalUnit(text: string): string {
  const own = parseUnit(text);
  const { exponent } = internalScale(own.dimension);
  const isInternal = (unit: typeof own): boolean => unit.factor === 1 && unit.exponent === exponent;
  if (isInternal(own)) return text;
  const found = displayUnits(own.dimension).find(({ unit }) => isInternal(unit));
  return found?.unit.symbol ?? text;
}
