import { checkDefinition } from "../record-fields.ts";
import type { ConnectorRecord } from "./connector.ts";

/** Define a connector, whose plan is given its options with their types and defaults. */
export function defineConnector<const Options extends ConnectorRecord["options"]>(
  definition: Omit<ConnectorRecord<Options>, "kind" | "contract">,
): ConnectorRecord {
  checkDefinition(definition, "connector");
  return Object.freeze({ kind: "connector", contract: 1, ...definition });
}
