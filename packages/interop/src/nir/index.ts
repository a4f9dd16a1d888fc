export { NIR_ALIGN, NIR_DATA, NIR_GRAPH, NIR_READ, NIR_SHAPE, NIR_WRITE } from "./errors.ts";
export type {
  NirArray,
  NirFile,
  NirGraph,
  NirMetadata,
  NirNode,
  NirParameters,
  NirPrimitive,
  NirTexts,
  NodeTypeName,
} from "./graph.ts";
export {
  type NetworkFromNir,
  type NetworkFromNirOptions,
  networkFromNir,
} from "./network-from-nir.ts";
export {
  type NirFromNetwork,
  type NirFromNetworkOptions,
  nirFromNetwork,
} from "./nir-from-network.ts";
export { readNir } from "./read-nir.ts";
export type { NirProfileName, NirReset, SteppedProfile } from "./rule-names.ts";
export { nirVersion, type WriteNirOptions, writeNir } from "./write-nir.ts";
