export { checkDestinations } from "./check/check-destinations.ts";
export { type CheckedTables, checkTables } from "./check/check-tables.ts";
export { claimsOf, type RouteClaim } from "./check/claims.ts";
export {
  type ChipLimit,
  type ChipRecord,
  limitOf,
  type Resource,
  type RowFormat,
  type SynapseFormat,
} from "./chips/chip.ts";
export { chips } from "./chips/list.ts";
export { loihi1 } from "./chips/loihi-1.ts";
export { loihi2 } from "./chips/loihi-2.ts";
export { spiNNaker1 } from "./chips/spinnaker-1.ts";
export { spiNNaker2 } from "./chips/spinnaker-2.ts";
export { trueNorth } from "./chips/truenorth.ts";
export {
  countActivity,
  type NetworkActivity,
  withActivity,
} from "./energy/activity.ts";
export {
  type Baseline,
  type BaselineCounts,
  baselines,
  type MultiplyAdds,
  multiplyAdds,
} from "./energy/baselines.ts";
export {
  arithmetic45nm,
  energyModelOf,
  energyModels,
  loihi1Energy,
  loihi2Energy,
  memory45nm,
  processors,
  spiNNaker1Energy,
  spiNNaker2Energy,
  trueNorthEnergy,
} from "./energy/chips.ts";
export {
  type EnergyConstant,
  type Interval,
  rangeOf,
  type SourcedValue,
  type ValueStatus,
} from "./energy/constant.ts";
export {
  type ActivityCounts,
  type EnergyEstimate,
  type EnergyItem,
  estimateEnergy,
  type MappedCounts,
} from "./energy/estimate.ts";
export {
  constantsOf,
  type EnergyModel,
  type StepModel,
  valuesFrom,
} from "./energy/model.ts";
export {
  CHIP_CORES,
  CHIP_DELAY,
  CHIP_FAN_IN,
  CHIP_FAN_OUT,
  CHIP_IN_AXONS,
  CHIP_KEYS,
  CHIP_MEMORY,
  CHIP_NEURONS,
  CHIP_OUT_AXONS,
  CHIP_POPULATIONS,
  CHIP_RING_BUFFER,
  CHIP_SYNAPSE_MEMORY,
  CHIP_TABLE,
  type ExceededLimit,
  GRAPH,
  MAPPING_OPTION,
  PARTITION,
  PLACEMENT,
  ROUTE,
} from "./errors.ts";
export {
  type ChipFit,
  type FitOptions,
  type FittingChip,
  fitChip,
  type RefusingChip,
} from "./fit/fit-chip.ts";
export {
  checkGraph,
  type GraphPopulation,
  type GraphProjection,
  type NetworkGraph,
  type Pattern,
  synapsesOf,
} from "./graph/network-graph.ts";
export { type ProgramGraphOptions, programGraph } from "./graph/program-graph.ts";
export {
  type DestinationRouting,
  type Mapping,
  type MappingOptions,
  type MappingStage,
  mapNetwork,
  type TableRouting,
} from "./map-network.ts";
export type { Flow } from "./partition/flows.ts";
export { lowerBound } from "./partition/lower-bound.ts";
export {
  type GreedyOptions,
  greedyPartition,
  type HypergraphOptions,
  hypergraphPartition,
} from "./partition/packed.ts";
export type { Part, Slice } from "./partition/part.ts";
export { type Partition, partitionFrom, type ResourceUse } from "./partition/partition.ts";
export { sequentialPartition } from "./partition/sequential.ts";
export { type AnnealOptions, annealedPlacement } from "./placement/anneal.ts";
export { forceDirectedPlacement } from "./placement/force-directed.ts";
export {
  coresOf,
  distance,
  type Machine,
  type MachineSize,
  machineOf,
} from "./placement/machine.ts";
export {
  hilbertPlacement,
  type Placement,
  placedAt,
  sequentialPlacement,
} from "./placement/placement.ts";
export { spectralPlacement } from "./placement/spectral.ts";
export { type Destination, destinationsOf } from "./routing/destinations.ts";
export { allocateKeys, type KeyBlock } from "./routing/keys.ts";
export { destinationLoad, type LinkLoad, treeLoad } from "./routing/load.ts";
export { neighbourExploringRoutes } from "./routing/neighbour-exploring.ts";
export type { Tree, TreeNode } from "./routing/tree.ts";
export { xyRoutes } from "./routing/xy.ts";
export {
  type Compression,
  compressTables,
  type TableSizes,
  tableSizes,
} from "./tables/compress.ts";
export { orderedCovering } from "./tables/ordered-covering.ts";
export { mergePairs } from "./tables/pairs.ts";
export {
  type Route,
  type RoutingTable,
  type RoutingTables,
  type TableEntry,
  tablesOf,
} from "./tables/table.ts";
export type { KeySet } from "./tables/ternary.ts";
