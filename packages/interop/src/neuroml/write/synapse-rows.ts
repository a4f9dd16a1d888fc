import { matchStandard } from "@spikeloom/equations/match";
import type { SynapseRecord } from "@spikeloom/kernel";
import type { PlannedProjection } from "@spikeloom/network";
import type { Row } from "../rows.ts";
import { quantityOut } from "./quantity-out.ts";

/** Say whether a synapse is a model of NeuroML, whatever order its equations are written in. */
export function isModel(synapse: SynapseRecord, standard: SynapseRecord): boolean {
  return matchStandard(synapse, [standard])?.isSame === true;
}

/**
 * Give the value of a parameter that all synapses of a projection have, in internal units.
 *
 * Undefined where it differs between them.
 */
export function synapseValue(
  { synapse, variable }: PlannedProjection,
  name: string,
  unit: string,
): number | undefined {
  const record = synapse?.model.parameters[name];
  const value = synapse?.parameters[name] ?? record?.default;
  return value === undefined ? undefined : variable(name, value, unit, record).constant;
}

/** Write the attributes that rows are, with what a projection has; undefined where a value differs between synapses. */
export function synapseAttributes(
  planned: PlannedProjection,
  rows: readonly Row[],
): Readonly<Record<string, string>> | undefined {
  const attributes: Record<string, string> = {};
  for (const [attribute, name, unit] of rows) {
    const value = synapseValue(planned, name, unit);
    if (value === undefined) return undefined;
    attributes[attribute] = quantityOut(value, unit, `${planned.name}: ${name}`);
  }
  return attributes;
}
