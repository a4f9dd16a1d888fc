import { checkDefinition } from "../record-fields.ts";
import type { ConnectorRecord } from "./connector.ts";

/** Define a connector; its plan receives typed options with defaults filled in. */
export function defineConnector<const Options extends ConnectorRecord["options"]>(
  definition: Omit<ConnectorRecord<Options>, "kind" | "contract">,
): ConnectorRecord {
  checkDefinition(definition, "connector");
  return Object.freeze({ kind: "connector", contract: 1, ...definition });
}
