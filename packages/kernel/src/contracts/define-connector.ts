import { checkDefinition } from "../record-fields.ts";
import type { ConnectorRecord } from "./connector.ts";

/** Define a connector. */
export function defineConnector(
  definition: Omit<ConnectorRecord, "kind" | "contract">,
): ConnectorRecord {
  checkDefinition(definition, "connector");
  return Object.freeze({ kind: "connector", contract: 1, ...definition });
}
