export type { Progress } from "./advance.ts";
export { autoBackend } from "./auto-backend.ts";
export { availableMemory } from "./available-memory.ts";
export type {
  BatchCopy,
  BatchOptions,
  BatchProgress,
  BatchResult,
  CopyLabel,
} from "./batch/batch-options.ts";
export { type CopiesEstimate, estimateCopies } from "./batch/check-copies.ts";
export { changed as changedSimulation } from "./batch/in-turn.ts";
export { run } from "./batch/run.ts";
export { type CopiesOptions, type CopyPlace, runCopies } from "./batch/run-copies.ts";
export {
  type CheckedRun,
  type CheckRunOptions,
  checkAnywhere,
  checkedRun,
  checkRun,
} from "./check-run.ts";
export type { Checkpoint, RecordedRows } from "./checkpoint/checkpoint.ts";
export { readCheckpoint, saveCheckpoint } from "./checkpoint/file.ts";
export { networkFingerprint } from "./checkpoint/fingerprint.ts";
export { sha256 } from "./checkpoint/sha256.ts";
export type { Chip, ChipFault, ChipProgram, ChipSearch } from "./chips/chip.ts";
export { chipBackend } from "./chips/chip-backend.ts";
export { type CoarseStepsOptions, coarseSteps } from "./coarse-steps.ts";
export type { Divergence, DivergenceOptions, OnDivergence } from "./divergence.ts";
export {
  BATCH,
  BATCH_MEMORY,
  CHECKPOINT_BACKEND,
  CHECKPOINT_DAMAGED,
  CHECKPOINT_FORMAT,
  CHECKPOINT_LENGTH,
  CHECKPOINT_NETWORK,
  CHECKPOINT_RESUME,
  CHECKPOINT_TIME,
  CHECKPOINT_VERSION,
  COARSE_STEP,
  DIVERGED,
  NO_BACKEND,
  NO_WEIGHTS,
  RECORDED_VARIABLE,
  RUN_LENGTH,
  RUN_LENGTH_MISSING,
  RUN_MEMORY,
  RUN_PROFILE,
  RUN_SEED,
  RUN_STOPPED,
  SIMULATION_ENDED,
  STEPPING,
  STEPPING_NAME,
  STEPPING_TURN,
  STEPPING_VALUE,
  WORKER_LOST,
} from "./errors.ts";
export { type EstimateNetworkOptions, estimateNetwork } from "./estimate-network.ts";
export { isSound, type Watched } from "./finite/sound.ts";
export {
  type WatchedVariables,
  watchedStates,
  watchedSynapses,
} from "./finite/watched-variables.ts";
export { lateRecorders } from "./late-recorders.ts";
export { type MemorySink, memorySink, type RecordedChunks } from "./memory-sink.ts";
export { type NetworkOptions, planNetwork, planNetworkInPieces } from "./plan-run.ts";
export type { PreparationOptions } from "./preparation.ts";
export { type PreviewSink, previewSink } from "./preview-sink.ts";
export { recordedMemory } from "./recorded-memory.ts";
export { valuesFromUnit, valuesInUnit } from "./recorded-unit.ts";
export { planRecorders, type RecorderPlan } from "./recordings.ts";
export type {
  Provenance,
  RecordedSamples,
  RecordedSpikes,
  Recording,
  Result,
  RunProfile,
} from "./result.ts";
export type { CheckpointOptions, DivergedError, RunOptions } from "./run.ts";
export { runSteps, timeOfStep, timesOfSpikes, timesOfSteps } from "./run-length.ts";
export {
  checkedProgram,
  type ProgramResult,
  type RunProgramOptions,
  runProgram,
} from "./run-program.ts";
export type { PlannedRun, RunSink, StartedRun } from "./run-sink.ts";
export {
  meanRates,
  type RecordedSpikeSeries,
  type RecordedTraceSeries,
  spikeSeries,
  traceSeries,
} from "./series.ts";
export { type ListedSpikes, type SpikeHash, spikeHash } from "./spike-hash.ts";
export type { SimulateOptions } from "./stepping/session.ts";
export type { SetValue } from "./stepping/set-values.ts";
export { simulate } from "./stepping/simulate.ts";
export type { Simulated, SynapseValues, UnitValues } from "./stepping/simulated.ts";
export { wholeSteps } from "./stepping/whole-steps.ts";
export {
  type RecordedConnections,
  recordedConnections,
  type WeightsAt,
  withFixedWeights,
} from "./synapses/fixed-weights.ts";
export {
  lastWeights,
  onlyLast,
  type RecordedWeightCourse,
  type RecordedWeightSeries,
  type WeightOverview,
  weightCourses,
  weightOverview,
  weightSeries,
} from "./synapses/overview.ts";
export { sameEnds } from "./synapses/snapshots.ts";
export type { SynapseRecorderPlan } from "./synapses/synapse-recorders.ts";
export type {
  SynapseChunks,
  SynapseRecording,
  SynapseSet,
  SynapseSnapshots,
} from "./synapses/synapse-recordings.ts";
export { teeSinks } from "./tee-sinks.ts";
export { version } from "./version.ts";
