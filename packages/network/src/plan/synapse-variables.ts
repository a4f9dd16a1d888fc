import type { NetworkRecord, PlasticityRecord, Stack, SynapseRecord } from "@spikeloom/kernel";
import { ownUnit } from "../values/own-unit.ts";
import { weightUnit } from "./choose-receptor.ts";
import { projectionModels } from "./plan-projection.ts";
import { projectionNames } from "./projection-names.ts";

/** The models of a projection that define the state of its synapses. */
export interface SynapseModels {
  readonly synapse?: SynapseRecord | undefined;
  readonly plasticity?: PlasticityRecord | undefined;
}

/**
 * List the per-synapse state of a projection besides its weight, with units.
 *
 * State shared by the synapses of one source is not included.
 */
export function synapseState({ synapse, plasticity }: SynapseModels): ReadonlyMap<string, string> {
  const own = synapse?.per === "source" ? undefined : synapse?.state;
  const states = [own, plasticity?.state].flatMap((state) => Object.entries(state ?? {}));
  return new Map(states.map(([name, { unit }]) => [name, unit]));
}

/** List the readable and settable variables of a projection's synapses, with units. */
export function synapseVariables(
  network: NetworkRecord,
  index: number,
  stack: Stack,
): ReadonlyMap<string, string> {
  const record = network.projections?.[index];
  if (record === undefined) return new Map();
  const name = projectionNames(network)[index] ?? "";
  const place = `projections[${index}]`;
  const task = { network, record, name, place, options: { stack, seed: 0 } };
  const { target, receptor, synapse, plasticity } = projectionModels(task);
  const models = { synapse: synapse?.model, plasticity: plasticity?.model };
  const unit = weightUnit(target, receptor, models) ?? ownUnit(record.weight);
  return new Map([["weight", unit], ...synapseState(models)]);
}
