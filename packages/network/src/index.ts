export {
  allToAll,
  booleanMatrix,
  distanceProbability,
  fixedIndegree,
  fixedOutdegree,
  fixedProbability,
  fixedTotal,
  indexProbability,
  oneToOne,
  pairList,
  smallWorld,
} from "./builders/connectors.ts";
export { type NetworkDefinition, network } from "./builders/network.ts";
export { population } from "./builders/population.ts";
export { type PopulationInput, type ProjectionDraft, projection } from "./builders/projection.ts";
export { type RecorderDraft, record } from "./builders/record.ts";
export {
  formulaInput,
  noiseInput,
  poissonInput,
  type StimulusDraft,
  sineInput,
  stepInput,
  timeArrayInput,
} from "./builders/stimuli.ts";
export { type IndexBuffer, indexBuffer } from "./connectors/index-list.ts";
export { connectors } from "./connectors/list.ts";
export { checkOptions } from "./connectors/options.ts";
export { conventions, resolveConvention } from "./conventions/resolve-convention.ts";
export { type DistanceFunction, distanceFunction } from "./positions/distance.ts";
export { type Coordinates, placeNeurons } from "./positions/place-neurons.ts";
