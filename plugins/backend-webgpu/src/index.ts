export type { Gpu } from "./processor/gpu-types.ts";
export { type WebgpuOptions, webgpu } from "./webgpu.ts";
