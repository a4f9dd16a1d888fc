export { FIXED_SCALE, SPIKES_PER_STEP } from "./errors.ts";
export { type Builder, routine } from "./form/build.ts";
export { expressionTruth, expressionValue } from "./form/expression.ts";
export type { Value, Variable } from "./form/graph.ts";
export type { Operator } from "./form/operators.ts";
export type { ArrayPlace, External, Routine, Statement } from "./form/routine.ts";
export { routineText } from "./form/routine-text.ts";
export { type ElementType, elementBytes, type FloatType, type ValueType } from "./form/types.ts";
export { kernelRoutine } from "./kernel/kernel-routine.ts";
export { type CodeTarget, codeTargets, programCode } from "./program-code.ts";
export { bulkRandom, threadRandom } from "./random/bulk-random.ts";
export type { LawArrays } from "./random/count-laws.ts";
export { threadGaps } from "./random/gap-draws.ts";
export type { GapSeries } from "./random/gap-series.ts";
export {
  type ArrayView,
  mostThresholds,
  type RandomSeries,
  type ViewArray,
} from "./random/random-series.ts";
export {
  javascriptRandomness,
  type Randomness,
  webAssemblyRandomness,
} from "./random/randomness.ts";
export { addListed } from "./routines/add-counts.ts";
export { addChunk, type ChunkDelivery } from "./routines/delivery/add-chunk.ts";
export type { SumCollection } from "./routines/delivery/collect-sums.ts";
export {
  packedBits,
  type RowDelivery,
  type RowRing,
  type RowWeights,
  rangeWords,
  type SpikeLists,
  type SumRing,
  type SynapseRows,
} from "./routines/delivery/synapse-rows.ts";
export { type CountSeries, drawCounts } from "./routines/drives/drive-counts.ts";
export { type OwnTargets, type SplitDrive, splitDrive } from "./routines/drives/split-drive.ts";
export { drawsAt, drawsIn, drawsOf, type EventDraw, eventDraw } from "./routines/rules/draws.ts";
export { moved, movingStates } from "./routines/rules/motion.ts";
export { type MotionOptions, motionTables, tableLength } from "./routines/rules/motion-tables.ts";
export {
  type Motion,
  type MotionKind,
  type Named,
  type RuleArrays,
  recentSpikes,
} from "./routines/rules/rule-arrays.ts";
export { eventKey, notesTargets, ruleRoutines } from "./routines/rules/rule-routines.ts";
export { restructure, sortByTarget } from "./routines/rules/structure.ts";
export { synapseMover } from "./routines/rules/synapse-mover.ts";
export { namesIn } from "./routines/rules/writer.ts";
export { drawAnew, keptLength, keptWords } from "./routines/sources/kept-train.ts";
export {
  type SpikeTrain,
  spikeTrain,
  trainCapacity,
  windowSteps,
} from "./routines/sources/source-trains.ts";
export { type Interpreted, interpret } from "./targets/javascript/interpret.ts";
export { interpretKernel } from "./targets/javascript/kernel.ts";
export {
  type CountLooped,
  type KernelLayout,
  type KernelRows,
  loopedExport,
  type RunKernel,
} from "./targets/layout.ts";
export {
  type LocalOf,
  type ScalarWriter,
  webAssemblyScalars,
} from "./targets/scalars.ts";
export { webAssemblyKernel } from "./targets/webassembly/kernel.ts";
export {
  type WebAssemblyOperations,
  webAssemblyOperations,
} from "./targets/webassembly/operations.ts";
export { type RareCode, rareCode } from "./targets/webassembly/rare-code.ts";
export {
  type InlineCode,
  inlineRoutine,
  overrideRoutine,
  type RoutineOptions,
  webAssemblyRoutine,
} from "./targets/webassembly/routine.ts";
export { tunedAddCounts } from "./targets/webassembly/tuned/add-counts.ts";
export { tunedCollection, tunedDelivery } from "./targets/webassembly/tuned/delivery.ts";
export { writeRule } from "./targets/webassembly/tuned/rows/write-rule.ts";
export { type TunedRoutine, writeTuned } from "./targets/webassembly/tuned/tuned-routine.ts";
export {
  canShare,
  parallelism,
  startedBy,
  startsWhileWaiting,
  startThread,
  type Thread,
  type WebWorker,
} from "./threads/threads.ts";
