import type { FaultKeyword, SchemaFault } from "../fault.ts";
import type { Schema } from "./schema.ts";

/**
 * Checks the value at a JSON pointer and returns whether it conforms.
 *
 * All faults are reported to `into`; without it the check stops at the first one.
 */
export type Check = (value: unknown, pointer: string, into: SchemaFault[] | undefined) => boolean;

/** Compiles the check of an inner schema. */
export type Compile = (schema: Schema) => Check;

/** Report a fault if requested; returns false, because the value does not conform. */
export function refuse(
  into: SchemaFault[] | undefined,
  instancePath: string,
  keyword: FaultKeyword,
  params: SchemaFault["params"],
): false {
  into?.push({ instancePath, keyword, params });
  return false;
}
