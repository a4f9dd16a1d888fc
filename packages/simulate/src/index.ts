export type { Progress } from "./advance.ts";
export { availableMemory } from "./available-memory.ts";
export {
  RECORDED_VARIABLE,
  RUN_LENGTH,
  RUN_LENGTH_MISSING,
  RUN_PROFILE,
  RUN_SEED,
} from "./errors.ts";
export { type MemorySink, memorySink, type RecordedChunks } from "./memory-sink.ts";
export { type PreviewSink, previewSink } from "./preview-sink.ts";
export { valuesInUnit } from "./recorded-unit.ts";
export type { RecorderPlan } from "./recordings.ts";
export type {
  Provenance,
  RecordedSamples,
  RecordedSpikes,
  Recording,
  Result,
  RunProfile,
} from "./result.ts";
export { type RunOptions, run } from "./run.ts";
export { runSteps, timeOfStep, timesOfSteps } from "./run-length.ts";
export type { RunSink, StartedRun } from "./run-sink.ts";
export {
  meanRates,
  type RecordedSpikeSeries,
  type RecordedTraceSeries,
  spikeSeries,
  traceSeries,
} from "./series.ts";
export { type SpikeHash, spikeHash } from "./spike-hash.ts";
export { teeSinks } from "./tee-sinks.ts";
export { version } from "./version.ts";
