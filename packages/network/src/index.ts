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
  slidingWindow,
  smallWorld,
} from "./builders/connectors.ts";
export { type NetworkDefinition, network } from "./builders/network.ts";
export { population } from "./builders/population.ts";
export { type PopulationInput, type ProjectionDraft, projection } from "./builders/projection.ts";
export { type RecorderDraft, record } from "./builders/record.ts";
export { recordSynapses } from "./builders/record-synapses.ts";
export {
  formulaInput,
  noiseInput,
  poissonInput,
  type StimulusDraft,
  sineInput,
  stepInput,
  timeArrayInput,
} from "./builders/stimuli.ts";
export { adviseName } from "./check/advise-name.ts";
export {
  checkCapabilities,
  missingCapabilities,
  requiredCapabilities,
} from "./check/check-capabilities.ts";
export { checkNetwork, checkNetworkInPieces } from "./check/check-network.ts";
export { checkResets } from "./check/check-resets.ts";
export { type GridCheckOptions, gridChanges, gridChangesInPieces } from "./check/grid-changes.ts";
export { checkPinnedStep } from "./check/pinned-step.ts";
export { checkSetWeights } from "./check/weight-check.ts";
export { type CompleteNetwork, completeNetwork } from "./complete/complete-network.ts";
export {
  canDrawAnew,
  type EndPopulation,
  type ExpectedConnections,
  type ExpectedContext,
  expectedConnections,
  expectedSynapses,
} from "./complete/expected-connections.ts";
export { type ExpectedProjection, expectedProjections } from "./complete/expected-projections.ts";
export { type IndexBuffer, indexBuffer } from "./connectors/index-list.ts";
export { connectors } from "./connectors/list.ts";
export { checkOptions } from "./connectors/options.ts";
export { ownConnectorAddress } from "./connectors/own-connectors.ts";
export { conventions, resolveConvention } from "./conventions/resolve-convention.ts";
export { type EncodedSource, encodedSource } from "./encode/encoded-source.ts";
export {
  type EncodedStream,
  encodedSamples,
  encodedStream,
  endless,
  type StreamOptions,
} from "./encode/encoded-stream.ts";
export { encodeSeed, isEncoded } from "./encode/encoded-times.ts";
export { printBytes } from "./errors.ts";
export { beginLearning, type LearningTask, type StartedLearner } from "./learn/begin-learning.ts";
export { type TrainedValues, trainedNetwork } from "./learn/trained-network.ts";
export { internalNumbers, type TrainedParameter } from "./learn/trained-units.ts";
export {
  findPath,
  networkPaths,
  type ParameterValue,
  type Steps,
  withValue,
} from "./paths/network-paths.ts";
export { type ParameterBounds, parameterBounds } from "./plan/check-bounds.ts";
export { chooseInput, chooseReceptor } from "./plan/choose-receptor.ts";
export type { ConnectionProgram } from "./plan/connection-program.ts";
export { type DrawnRow, drawnRows } from "./plan/drawn-rows.ts";
export { entityStreams } from "./plan/entity-streams.ts";
export { type FoundModel, findModel } from "./plan/find-model.ts";
export { isStatic } from "./plan/is-static.ts";
export { networkStep, readTime } from "./plan/network-step.ts";
export {
  type ConnectionOptions,
  type LoweredProjection,
  lowerProjection,
  type OpenConnection,
  openConnection,
  type PlannedProjection,
  type PlanOptions,
  planProjection,
  planProjectionInPieces,
} from "./plan/plan-projection.ts";
export { projectionNames } from "./plan/projection-names.ts";
export {
  type ResolvedPopulation,
  type ResolveOptions,
  resolveCoordinates,
  resolvePopulation,
} from "./plan/resolve-population.ts";
export { type Chosen, chooseNeurons } from "./plan/selection.ts";
export { synapseVariables } from "./plan/synapse-variables.ts";
export { type WeightBounds, weightBounds } from "./plan/weight-bounds.ts";
export { type DistanceFunction, distanceFunction } from "./positions/distance.ts";
export { type Coordinates, placeNeurons } from "./positions/place-neurons.ts";
export {
  lowerPositions,
  lowerSpace,
  type PositionProgram,
  placed,
} from "./positions/position-program.ts";
export { checkShape } from "./read/check-shape.ts";
export { dataFileNames, type FileReference, replaceFiles } from "./read/file-references.ts";
export { type JsonBounds, parseJson } from "./read/parse-json.ts";
export { type ReadOptions, readNetwork } from "./read/read-network.ts";
export { writeNetwork } from "./read/write-network.ts";
export {
  type DelayRules,
  delaySteps,
  roundDelay,
  roundDelays,
} from "./values/delay.ts";
export { openDraw } from "./values/draw.ts";
export { checkFormula, type Formula, type FormulaScope, prepareFormula } from "./values/formula.ts";
export type { ProjectionEnds } from "./values/pair-frame.ts";
export { type NamedValue, resolveValue, type ValueRequest } from "./values/resolve-value.ts";
export { readScalar } from "./values/scalar.ts";
export { spikeStep, spikeTimesRounding } from "./values/spike-step.ts";
export type { SynapseRow, SynapseValue } from "./values/synapse-row.ts";
export {
  resolveSynapseValue,
  type SynapseValueRequest,
  valueRange,
} from "./values/synapse-value.ts";
export { type DataLoader, isScalar } from "./values/value-kind.ts";
export type { ValueLimit, ValueProgram, ValueSource } from "./values/value-program.ts";
export type { ValueStream } from "./values/value-stream.ts";
export { isSignRight } from "./values/weight-sign.ts";
