export { GPU_LIMIT } from "../errors.ts";
export { type Area, area, type WordTable, wordTable } from "../routines/parallel/area.ts";
export type { Copies, ParallelKey } from "../routines/parallel/copies.ts";
export {
  addEvents,
  arrangeDelivery,
  deliverFixed,
  type FixedRows,
  lanes,
  synapseWords,
} from "../routines/parallel/deliver-fixed.ts";
export {
  type DrawnInteger,
  type DrawnRows,
  drawRows,
  rowWords,
} from "../routines/parallel/draw-rows.ts";
export { countLawWords } from "../routines/parallel/draw-words.ts";
export {
  addBound,
  addBounds,
  addDrawnBound,
  chooseScale,
  mostUnits,
  type ReceptorSums,
  type SumBounds,
  startBounds,
} from "../routines/parallel/fixed-scale.ts";
export { toUnits } from "../routines/parallel/fixed-units.ts";
export {
  controlWords,
  type FixedRing,
  parallelArray,
  parallelArrays,
} from "../routines/parallel/parallel-arrays.ts";
export {
  type PlasticEnd,
  type PlasticPass,
  type PlasticPasses,
  type PlasticRule,
  plasticPasses,
} from "../routines/parallel/plastic-passes.ts";
export {
  type CountedPopulation,
  countGiven,
  countSpikes,
  type OutsideEvent,
  type OutsideFactor,
  type OutsideSources,
  type Tally,
} from "../routines/parallel/plastic-steps.ts";
export type {
  ParallelDelivery,
  ParallelRule,
  SpikeCounts,
} from "../routines/parallel/plastic-synapses.ts";
export {
  type ParallelDrive,
  type ParallelInput,
  type ParallelPopulation,
  type ParallelReceptor,
  type ParallelUpdate,
  sampleNeurons,
  type UpdatePart,
  updateNeurons,
  updateParts,
} from "../routines/parallel/update-neurons.ts";
export { kernelBindings, type WgslKernelLayout, wgslKernel } from "../targets/wgsl/kernel.ts";
export type { WgslOptions } from "../targets/wgsl/module.ts";
export type { WgslBinding, WgslPlace } from "../targets/wgsl/places.ts";
export { wgslDispatch, wgslRoutine } from "../targets/wgsl/routine.ts";
export { type CountedRows, countRows } from "./count-rows.ts";
export { cpuProcessor } from "./cpu-processor.ts";
export { gpuProcessor, type NeededBuffers, openAdapter } from "./gpu-processor.ts";
export type { Gpu, GpuAdapter, OpenedGpu } from "./gpu-types.ts";
export type {
  ArrayLocation,
  BufferRange,
  BufferType,
  Commands,
  Pass,
  PassOptions,
  Processor,
  ProcessorBuffer,
  Words,
} from "./processor.ts";
export { adapterText, isSoftwareAdapter, requestAdapter } from "./request.ts";
