export { GPU_LIMIT } from "../errors.ts";
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
