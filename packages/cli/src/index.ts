export { type ClockOptions, clock } from "@spikeloom/backend-clock";
export {
  type NeuronEquations,
  neuronFromEquations,
  synapseFromEquations,
} from "@spikeloom/equations";
export { readResult, resultFile, writeResult } from "@spikeloom/interop/hdf5";
export {
  type BackendRecord,
  type ConnectorRecord,
  createStack,
  defineBackend,
  defineConnector,
  defineEncoder,
  defineFormat,
  defineHardware,
  defineIntegrator,
  defineLearning,
  defineNeuron,
  definePlasticity,
  definePlugin,
  defineSynapse,
  type FormatRecord,
  mapNetwork,
  type NetworkRecord,
  SpikeLoomError,
} from "@spikeloom/kernel";
export { bptt } from "@spikeloom/learning";
export {
  allToAll,
  beginLearning,
  booleanMatrix,
  distanceProbability,
  encodedSource,
  fixedIndegree,
  fixedOutdegree,
  fixedProbability,
  fixedTotal,
  formulaInput,
  indexProbability,
  network,
  noiseInput,
  oneToOne,
  pairList,
  poissonInput,
  population,
  projection,
  readNetwork,
  record,
  recordSynapses,
  sineInput,
  slidingWindow,
  smallWorld,
  stepInput,
  timeArrayInput,
  writeNetwork,
} from "@spikeloom/network";
export {
  above,
  distributionPlot,
  isiHistogram,
  linePlot,
  positionMap,
  profilePlot,
  rasterPlot,
  ratePlot,
  spectrumPlot,
  toPng,
  toSvg,
  toTerminal,
  tracePlot,
  weightCourse,
  weightHistogram,
  weightMatrix,
} from "@spikeloom/plots";
export {
  type BatchCopy,
  type BatchResult,
  lastWeights,
  meanRates,
  memorySink,
  type Result,
  readCheckpoint,
  recordedConnections,
  type Simulated,
  saveCheckpoint,
  spikeSeries,
  teeSinks,
  traceSeries,
  weightCourses,
  weightSeries,
  withFixedWeights,
} from "@spikeloom/simulate";
export {
  adam,
  adamW,
  applyOptimiser,
  crossEntropy,
  rmsProp,
  sgd,
  squaredError,
} from "@spikeloom/training/objectives";
export { checkNetwork, checkRun } from "./checks.ts";
export { type Converted, type ConvertOptions, convert } from "./convert.ts";
export { defaultStack } from "./default-stack.ts";
export {
  type ComparedSpikes,
  type Emulation,
  type FitNetworkOptions,
  type FitStage,
  type FittedPopulation,
  fit,
  type NetworkFit,
} from "./fit/fit.ts";
export { neurons } from "./neuron-models.ts";
export type { FileInput, NamedBytes } from "./open-input.ts";
export { plasticity } from "./plasticity-rules.ts";
export {
  type ReadContents,
  type ReadFileOptions,
  type ReadNetwork,
  readContents,
  readNetworkFile,
} from "./read-files.ts";
export { type ResultBytes, type ResultBytesOptions, resultBytes } from "./result-bytes.ts";
export {
  type DefaultBatchOptions,
  type DefaultRunOptions,
  type RunDefaults,
  run,
} from "./run-network.ts";
export { type DefaultSimulateOptions, simulate } from "./simulate-network.ts";
export { synapses } from "./synapse-models.ts";
