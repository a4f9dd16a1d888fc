import { type SchemaFault, schemaCheck } from "@spikeloom/kernel";
import { networkSchema } from "../generated/network-schema.ts";
import { isFromFile } from "./file-references.ts";

const networkFaults = schemaCheck(networkSchema);

/** List the schema violations of a network of unknown origin. */
export function shapeFaults(value: unknown): readonly SchemaFault[] {
  return networkFaults(plainOf(value));
}

/**
 * Convert a network to its JSON form, for the check of its shape.
 *
 * Callable models become records. Typed arrays are omitted, those read from a file without a trace, and numbers that JSON lacks
 * are checked with the values that they belong to.
 */
function plainOf(value: unknown): unknown {
  const text = JSON.stringify(value, function (this: unknown, _, inner: unknown) {
    if (ArrayBuffer.isView(inner)) return isFromFile(this) ? undefined : [];
    return typeof inner === "number" && !Number.isFinite(inner) ? 0 : inner;
  });
  return text === undefined ? undefined : (JSON.parse(text) as unknown);
}
