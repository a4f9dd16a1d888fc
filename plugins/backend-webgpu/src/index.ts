export type { Gpu } from "@spikeloom/code/processor";
export { type WebgpuOptions, webgpu } from "./webgpu.ts";
