import type { FaultKeyword, SchemaFault } from "../fault.ts";
import type { Schema } from "./schema.ts";

/**
 * Checks a value at a JSON pointer; says whether it fits.
 *
 * Faults are told to `into`, all of them; without it the first one ends the check.
 */
export type Check = (value: unknown, pointer: string, into: SchemaFault[] | undefined) => boolean;

/** Makes the check of an inner schema. */
export type Compile = (schema: Schema) => Check;

/** Tell a fault where it is asked for; gives false, as what has a fault does not fit. */
export function refuse(
  into: SchemaFault[] | undefined,
  instancePath: string,
  keyword: FaultKeyword,
  params: SchemaFault["params"],
): false {
  into?.push({ instancePath, keyword, params });
  return false;
}
