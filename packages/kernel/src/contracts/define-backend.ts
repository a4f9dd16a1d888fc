import { isCapability } from "../capabilities.ts";
import { UNKNOWN_CAPABILITY } from "../codes.ts";
import { checkDefinition } from "../record-fields.ts";
import type { BackendRecord } from "./backend.ts";

/** Define a backend. */
export function defineBackend(definition: Omit<BackendRecord, "kind" | "contract">): BackendRecord {
  checkDefinition(definition, "backend");
  const odd = definition.provides.find((name) => !isCapability(name));
  if (odd !== undefined) {
    throw UNKNOWN_CAPABILITY({ place: `backend "${definition.name}"`, name: String(odd) });
  }
  return Object.freeze({ kind: "backend", contract: 1, ...definition });
}
