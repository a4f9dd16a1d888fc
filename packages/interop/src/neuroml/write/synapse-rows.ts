import { matchStandard } from "@spikeloom/equations/match";
import type { SynapseRecord } from "@spikeloom/kernel";
import type { PlannedProjection } from "@spikeloom/network";
import type { Row } from "../rows.ts";
import { quantityOut } from "./quantity-out.ts";

/** Return whether a synapse equals a NeuroML model, up to the order of equations. */
export function isModel(synapse: SynapseRecord, standard: SynapseRecord): boolean {
  return matchStandard(synapse, [standard])?.isSame === true;
}

/**
 * Return the common value of a parameter for all synapses of a projection, in internal units.
 *
 * Undefined if they differ.
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

/** Write the attributes of rows with the values of a projection; undefined if a value differs between synapses. */
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
