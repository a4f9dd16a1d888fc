import type { PlasticityRecord, Stack, SynapseRecord } from "@spikeloom/kernel";
import { parseQuantity } from "@spikeloom/units";
import { checkParameters } from "../cells/cell-type.ts";
import { defined } from "../cells/standard-cells.ts";
import { checkOptions } from "../check-arguments.ts";
import { modelOf } from "../model-of.ts";
import type { ConnectionValues, PynnSynapseType } from "./synapse-type.ts";

/** A synapse model and a plasticity rule, by name or as records. */
export interface NativeSynapse {
  readonly synapse?: string | SynapseRecord;
  readonly plasticity?: string | PlasticityRecord;
}

/** Creates connections of a native synapse, with its own parameter names. */
export type NativeSynapseFactory = (parameters?: ConnectionValues<string>) => PynnSynapseType;

/**
 * Create a synapse type from models of the stack.
 *
 * Parameter names are the models'; numbers are in the units of the models' defaults.
 */
export function nativeSynapses(native: NativeSynapse, stack: Stack): NativeSynapseFactory {
  checkOptions(native, { synapse: true, plasticity: true }, "nativeSynapseType");
  const { synapse, plasticity } = native;
  const records = [
    synapse === undefined ? undefined : modelOf(stack, "synapse", synapse),
    plasticity === undefined ? undefined : modelOf(stack, "plasticity", plasticity),
  ].filter((record) => record !== undefined);
  const defaults = Object.fromEntries([
    ["weight", 0],
    ...records.flatMap((record) =>
      Object.entries(record.parameters ?? {}).map(([name, one]) => [name, numberOf(one.default)]),
    ),
  ]) as Record<string, number>;
  const name = records.map((record) => record.name).join(" + ") || "static";
  return (given = {}) => {
    checkParameters(given, { ...defaults, delay: 0 }, name);
    return {
      kind: "synapse-type",
      name,
      synapse: { kind: "native", ...native },
      defaults,
      parameters: defined(given),
      hasDelay: true,
    };
  };
}

function numberOf(input: string | number): number {
  return typeof input === "number" ? input : parseQuantity(input).value;
}
