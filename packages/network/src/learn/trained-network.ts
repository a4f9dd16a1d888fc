import type { NetworkRecord, Stack, Trainable, Value } from "@spikeloom/kernel";
import { VALUE, VALUE_LENGTH } from "../errors.ts";
import { projectionNames } from "../plan/projection-names.ts";
import { listedProjection } from "./listed-projection.ts";
import { internalUnit, ownUnitOf, type TrainedParameter } from "./trained-units.ts";

/** Trained values, and the trained parameters they belong to. */
export interface TrainedValues {
  readonly stack: Stack;
  readonly trainable: readonly Trainable[];
  /** In the order of `trainable`: the learner's `parameters()`, or plain arrays in internal units. */
  readonly values: readonly (TrainedParameter | Float64Array)[];
}

/**
 * Write trained values into the network.
 *
 * Randomly drawn connections are listed explicitly as pairs, because the trained values belong to them. Values are written in
 * their unit, plain arrays in a unit whose numbers are the internal ones, which preserves every bit. Throws `SL_VALUE` for a
 * variable of a projection that is neither its `weight` nor its `delay`, and `SL_VALUE_LENGTH` if the number of values is wrong.
 */
export function trainedNetwork(network: NetworkRecord, trained: TrainedValues): NetworkRecord {
  const { stack, trainable, values } = trained;
  return trainable.reduce((before, one, k) => {
    const given = values[k] ?? new Float64Array(0);
    const place = `trainable[${k}]`;
    const unitOf = (): string => internalUnit(ownUnitOf(network, one, stack));
    const learnt = given instanceof Float64Array ? { values: given, unitOf } : withUnit(given);
    if (!("projection" in one)) return withParameter(before, one, { stack, learnt, place });
    return withColumn(before, one, { stack, learnt, place });
  }, network);
}

const withUnit = ({ values, unit }: TrainedParameter): Learnt["learnt"] => ({
  values,
  unitOf: () => unit,
});

interface Learnt {
  readonly stack: Stack;
  readonly learnt: { readonly values: Float64Array; unitOf(): string };
  readonly place: string;
}

function withColumn(
  network: NetworkRecord,
  { projection: name, variable }: Extract<Trainable, { readonly projection: string }>,
  { stack, learnt: { values, unitOf }, place }: Learnt,
): NetworkRecord {
  const names = projectionNames(network);
  const projections = (network.projections ?? []).map((given, k) => {
    if (names[k] !== name) return given;
    const { projection, entries } = listedProjection(network, k, stack);
    checkLength(values, place, [entries]);
    if (variable !== "weight" && variable !== "delay") throw unknownVariable(place, variable);
    return { ...projection, [variable]: { values, unit: unitOf() } };
  });
  return { ...network, projections };
}

function checkLength(learnt: Float64Array, place: string, known: readonly number[]): void {
  if (known.includes(learnt.length)) return;
  const expected = `${known[0]} trained values`;
  throw VALUE_LENGTH({ place, expected, got: learnt.length });
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
  { learnt: { values, unitOf }, place }: Learnt,
): NetworkRecord {
  const record = network.populations[population];
  if (record === undefined) return network;
  // A single value may apply to all neurons.
  checkLength(values, place, [channels ?? record.size, ...(channels === undefined ? [1] : [])]);
  const unit = unitOf();
  // A channel has one value, but a network needs one per neuron.
  const all =
    channels === undefined
      ? values
      : Float64Array.from({ length: record.size }, (_, n) => values[n % channels] ?? Number.NaN);
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
