import {
  type NetworkRecord,
  type NeuronRecord,
  ownValue,
  type PopulationRecord,
  type ProjectionRecord,
  type Stack,
  type StimulusRecord,
  type Value,
} from "@spikeloom/kernel";
import { resolveConvention } from "../conventions/resolve-convention.ts";
import { chooseInput, chooseReceptor, delivers } from "../plan/choose-receptor.ts";
import { defaultDelay } from "../plan/default-delay.ts";
import { findModel, type ModelKinds } from "../plan/find-model.ts";
import { initialValue } from "../plan/model-values.ts";
import { DEFAULT_STEP } from "../plan/network-step.ts";
import { projectionNames } from "../plan/projection-names.ts";
import { findPopulation } from "../plan/resolve-population.ts";

/** Seed of a network that specifies none. */
const DEFAULT_SEED = 0;

/** A network with all defaults written out. */
export type CompleteNetwork = NetworkRecord &
  Required<
    Pick<
      NetworkRecord,
      "dt" | "seed" | "precision" | "tier" | "convention" | "projections" | "stimuli" | "record"
    >
  >;

/**
 * Write out all defaults of a network.
 *
 * Models, parameters, initial values, receptors, delays, names and conventions.
 *
 * The network must be valid (`checkNetwork`); the result is equivalent and needs no models in the stack.
 */
export function completeNetwork(network: NetworkRecord, stack: Stack): CompleteNetwork {
  const { models: _, ...rest } = network;
  const names = projectionNames(network);
  const populations = Object.entries(network.populations).map(
    ([name, record]) => [name, completePopulation(network, name, { record, stack })] as const,
  );
  const modelOf = new Map(populations.map(([name, { model }]) => [name, model]));
  return {
    ...rest,
    dt: network.dt ?? DEFAULT_STEP,
    seed: network.seed ?? DEFAULT_SEED,
    precision: network.precision ?? "f64",
    tier: network.tier ?? "exact",
    convention: resolveConvention(network.convention),
    populations: Object.fromEntries(populations),
    projections: (network.projections ?? []).map((record, index) =>
      completeProjection(network, record, { stack, modelOf, index, name: names[index] ?? "" }),
    ),
    stimuli: (network.stimuli ?? []).map((record, index) =>
      completeStimulus(network, record, { modelOf, place: `stimuli[${index}]` }),
    ),
    record: network.record ?? [],
  };
}

type CompletePopulation = PopulationRecord & { readonly model: NeuronRecord };

function completePopulation(
  network: NetworkRecord,
  name: string,
  { record, stack }: { readonly record: PopulationRecord; readonly stack: Stack },
): CompletePopulation {
  const place = `populations.${name}.model`;
  const found = findModel("neuron", record.model, { network, stack, place });
  const { model } = found;
  const given = { ...found.parameters, ...record.parameters };
  const parameters = Object.entries(model.parameters).map(([key, parameter]): [string, Value] => [
    key,
    ownValue(given, key) ?? parameter.default,
  ]);
  const initial = Object.entries(model.state ?? {}).map(([key, state]): [string, Value] => [
    key,
    ownValue(record.initial, key) ?? initialValue(state.initial),
  ]);
  return {
    ...record,
    model,
    parameters: Object.fromEntries(parameters),
    initial: Object.fromEntries(initial),
  };
}

function completeProjection(
  network: NetworkRecord,
  record: ProjectionRecord,
  given: {
    readonly stack: Stack;
    readonly modelOf: ReadonlyMap<string, NeuronRecord>;
    readonly index: number;
    readonly name: string;
  },
): ProjectionRecord {
  const place = `projections[${given.index}]`;
  const synapse = completeRule("synapse", record.synapse, { network, ...given, place });
  const plasticity = completeRule("plasticity", record.plasticity, { network, ...given, place });
  findPopulation(network, record.from, `${place}.from`);
  findPopulation(network, record.to, `${place}.to`);
  const target = given.modelOf.get(record.to);
  const receptor =
    target !== undefined && delivers(synapse?.model)
      ? { receptor: chooseReceptor(target, record.receptor, place) }
      : {};
  return {
    ...record,
    name: given.name,
    ...receptor,
    delay: record.delay ?? defaultDelay(network),
    ...(synapse && { synapse }),
    ...(plasticity && { plasticity }),
  };
}

/** A synapse model or a plasticity rule with all its parameters. */
function completeRule<Kind extends "synapse" | "plasticity">(
  kind: Kind,
  input: Parameters<typeof findModel<Kind>>[1] | undefined,
  within: { readonly network: NetworkRecord; readonly stack: Stack; readonly place: string },
):
  | {
      readonly model: ModelKinds[Kind];
      readonly parameters: Readonly<Record<string, Value>>;
    }
  | undefined {
  if (input === undefined) return undefined;
  const { model, parameters } = findModel(kind, input, within);
  const entries = Object.entries(model.parameters).map(([key, parameter]): [string, Value] => [
    key,
    ownValue(parameters, key) ?? parameter.default,
  ]);
  return { model, parameters: Object.fromEntries(entries) };
}

function completeStimulus(
  network: NetworkRecord,
  record: StimulusRecord,
  { modelOf, place }: { readonly modelOf: ReadonlyMap<string, NeuronRecord>; place: string },
): StimulusRecord {
  findPopulation(network, record.into, `${place}.into`);
  const target = modelOf.get(record.into);
  if (target === undefined) return record;
  if (record.kind === "poisson") {
    return { ...record, receptor: chooseReceptor(target, record.receptor, place) };
  }
  return { ...record, input: chooseInput(target, record.input, place) };
}
