import "./need-node.ts";

export { type Capability, capabilities, isCapability } from "./capabilities.ts";
export {
  CONTRACT_NUMBER,
  DUPLICATE_NAME,
  FORMAT_MISSING,
  FORMAT_OUTSIDE,
  FORMAT_USE,
  MISSING_CAPABILITY,
  NEED_NODE,
  OPTION,
  RECORD_SHAPE,
  UNKNOWN_CAPABILITY,
  UNKNOWN_PLUGIN,
} from "./codes.ts";
export type {
  BackendBatch,
  BackendRecord,
  BatchRequest,
  CarriedState,
  PreparationProgress,
  PreparationWatch,
  ProfileEntry,
  RecordingSink,
  SavedState,
  Simulation,
  SimulationJob,
  SimulationSummary,
  SpikeChunk,
  SynapseEnds,
} from "./contracts/backend.ts";
export type { Configured, ModelFunction, Overrides, Variant } from "./contracts/configured.ts";
export type {
  ConnectorLookup,
  ConnectorOption,
  ConnectorPlan,
  ConnectorRecord,
  ConnectorRequest,
  ConnectorStream,
  IndexList,
  RowDraws,
  RowPermutation,
  SlidingWindow,
} from "./contracts/connector.ts";
export type { ConventionRecord, Phase, PlasticityConvention } from "./contracts/convention.ts";
export { defineBackend } from "./contracts/define-backend.ts";
export { defineConnector } from "./contracts/define-connector.ts";
export { defineEncoder } from "./contracts/define-encoder.ts";
export {
  defineFormat,
  type FormatRecord,
  type FormatRequest,
  type ReadRequest,
} from "./contracts/define-format.ts";
export {
  defineHardware,
  type HardwareRecord,
  type MappingRequest,
} from "./contracts/define-hardware.ts";
export { defineIntegrator } from "./contracts/define-integrator.ts";
export {
  defineLearning,
  type LearningRecord,
  type LearningRequest,
} from "./contracts/define-learning.ts";
export { defineNeuron } from "./contracts/define-neuron.ts";
export { definePlasticity } from "./contracts/define-plasticity.ts";
export { defineSynapse } from "./contracts/define-synapse.ts";
export type {
  EmitSpike,
  EncodedWindow,
  EncoderRecord,
  EncoderRequest,
  ShapedValues,
  SignalEncoderRecord,
  SignalEncoding,
  StillEncoderRecord,
} from "./contracts/encoder.ts";
export type {
  EstimatedPart,
  EstimatedProjection,
  EstimatedTime,
  EstimateOptions,
  JobEstimate,
  StorageEstimate,
} from "./contracts/estimate.ts";
export type {
  ByteSource,
  FormatContent,
  FormatFile,
  FormatMark,
  FormatThing,
  Loss,
  ReadThing,
  WrittenThing,
} from "./contracts/format.ts";
export type { HardwareLimit, HardwareMapping, Placement } from "./contracts/hardware.ts";
export type {
  IntegratorRecord,
  LeadingScheme,
} from "./contracts/integrator.ts";
export type {
  AddLayer,
  ConcatenateLayer,
  ConvolutionLayer,
  DenseLayer,
  FlattenLayer,
  GlobalPoolingLayer,
  InputLayer,
  LayerRecord,
  NormalisationLayer,
  OutputLayer,
  PoolingLayer,
  ReluLayer,
  ReshapeLayer,
  ScaleLayer,
  SoftmaxLayer,
  Tensor,
  TransposeLayer,
} from "./contracts/layers.ts";
export type {
  Assessment,
  Batch,
  Learner,
  LossOrigin,
  NormalisedPopulation,
  Optimiser,
  RateCost,
  Readout,
  SpikeColumns,
  Surrogate,
  Trainable,
  TrainedChip,
  TrainingLoss,
  ValueColumns,
} from "./contracts/learning.ts";
export type {
  Assignments,
  ExpressionRecord,
  ModelHead,
  ParameterRecord,
  ReadRecord,
  StateRecord,
} from "./contracts/model.ts";
export type {
  EncodedData,
  EncodedTimes,
  EventSource,
  ModulatorSource,
  NestedNumbers,
  NetworkRecord,
  PopulationRecord,
  PositionRecord,
  ProjectionRecord,
  RecorderRecord,
  Selection,
  SpaceRecord,
  StimulusRecord,
  SynapseRecorderRecord,
  SynapseTier,
} from "./contracts/network.ts";
export type {
  ConfiguredNeuron,
  EventRecord,
  InputRecord,
  NeuronDefinition,
  NeuronModel,
  NeuronRecord,
  OutputRecord,
  PinnedIntegrator,
  ReceptorRecord,
  RefractoryRecord,
  RegimeRecord,
  SourceRecord,
  SpikeRecord,
  TransitionRecord,
} from "./contracts/neuron.ts";
export type { OptionType, OptionValuesOf, PluginOption } from "./contracts/option.ts";
export type {
  ConfiguredPlasticity,
  ModulatorRecord,
  PlasticityDefinition,
  PlasticityModel,
  PlasticityRecord,
  StructureRecord,
  TraceRecord,
} from "./contracts/plasticity.ts";
export type { ProgramRecord } from "./contracts/program.ts";
export {
  definePlugin,
  type PluginKind,
  type PluginPackage,
  type PluginRecord,
  type RecordOfKind,
  type Stack,
} from "./contracts/stack.ts";
export type {
  ConfiguredSynapse,
  CouplingRecord,
  SynapseDefinition,
  SynapseDynamics,
  SynapseModel,
  SynapseRecord,
} from "./contracts/synapse.ts";
export type {
  ArrayValue,
  DataValue,
  Distribution,
  DrawValue,
  FormulaValue,
  Scalar,
  UnitSymbols,
  Value,
} from "./contracts/value.ts";
export {
  countErrors,
  type ErrorList,
  errorList,
  MORE_ERRORS,
  mostErrors,
} from "./error-list.ts";
export {
  defineError,
  type ErrorData,
  type ErrorFactory,
  type ErrorText,
  SpikeLoomError,
  throwAll,
} from "./errors.ts";
export type { SchemaFault } from "./fault.ts";
export { faultReason, systemCode } from "./fault-reason.ts";
export { explainFaults, pathText, splitPath } from "./faults.ts";
export { isRecord } from "./field-rules.ts";
export { bytesBeside, bytesSource, type FilesBeside, nameBelow } from "./files-beside.ts";
export { findExported } from "./find-exported.ts";
export { joinBytes } from "./join-bytes.ts";
export { isFixed, type Known, keepKnown, textOf } from "./known-texts.ts";
export { nearestName } from "./nearest.ts";
export { checkOptionNames, type OptionNames } from "./option-names.ts";
export { ownValue } from "./own-value.ts";
export {
  expectedOption,
  isWithinBounds,
  type OptionValues,
  pluginOptions,
} from "./plugin-options.ts";
export {
  awaitPlugin,
  callPlugin,
  faultOfPlugin,
  type NamedPlugin,
  PLUGIN_FAILED,
  PLUGIN_RETURN,
  printReturn,
  wrongReturn,
} from "./plugin-returns.ts";
export { requirements } from "./required.ts";
export type { Schema } from "./schema/schema.ts";
export { schemaCheck } from "./schema/schema-check.ts";
export { createStack } from "./stack.ts";
export {
  type FormatUse,
  type ReadUse,
  readFormat,
  thingOf,
  type WriteUse,
  writeFormat,
} from "./use-format.ts";
export { emulatedBackend, mapNetwork } from "./use-hardware.ts";
export { checkModel } from "./validate.ts";
