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
 * Address of what comes with every copy of this package: the connectors of version 1 of the format of networks.
 *
 * By it a copy knows those of another, whose functions are not its own.
 */
export const ownConnectors = "spikeloom:network/1";

/**
 * Give the address of a connector that comes along; undefined for any other name.
 *
 * So one can be told from others without any of them being loaded.
 */
export function ownConnectorAddress(name: string): string | undefined {
  return ownConnectorNames.some((own) => own === name) ? ownConnectors : undefined;
}
