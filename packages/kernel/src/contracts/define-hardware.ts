import { checkDefinition } from "../record-fields.ts";
import type { HardwareRecordOf, MappingRequestOf } from "./hardware.ts";
import type { Stack } from "./stack.ts";

/** A neuromorphic chip. */
export type HardwareRecord = HardwareRecordOf<Stack>;

/** Settings for mapping a network onto hardware. */
export type MappingRequest = MappingRequestOf<Stack>;

/** Define hardware. */
export function defineHardware(
  definition: Omit<HardwareRecord, "kind" | "contract">,
): HardwareRecord {
  checkDefinition(definition, "hardware");
  return Object.freeze({ kind: "hardware", contract: 1, ...definition });
}
