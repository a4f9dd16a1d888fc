/** Names of the connectors of a default stack, in its order. */
export const ownConnectorNames = [
  "all-to-all",
  "one-to-one",
  "fixed-probability",
  "fixed-indegree",
  "fixed-outdegree",
  "fixed-total",
  "pairs",
  "matrix",
  "distance-probability",
  "index-probability",
  "small-world",
  "convolution",
] as const;

/**
 * URL of the connectors in every copy of this package: those of version 1 of the network format.
 *
 * It lets a copy recognise the connectors of another copy, whose functions are different objects.
 */
export const ownConnectors = "spikeloom:network/1";

/**
 * Return the URL of a built-in connector; undefined for any other name.
 *
 * Built-in connectors can thus be recognised without loading any.
 */
export function ownConnectorAddress(name: string): string | undefined {
  return ownConnectorNames.some((own) => own === name) ? ownConnectors : undefined;
}
