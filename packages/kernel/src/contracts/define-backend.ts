import { checkDefinition } from "../record-fields.ts";
import type { BackendRecord } from "./backend.ts";

/** Define a backend. */
export function defineBackend(definition: Omit<BackendRecord, "kind" | "contract">): BackendRecord {
  checkDefinition(definition, "backend");
  return Object.freeze({ kind: "backend", contract: 1, ...definition });
}
