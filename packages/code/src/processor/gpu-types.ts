// The parts of WebGPU that this package uses; neither Node nor the workspace declares them.

/**
 * Access to graphics processors.
 *
 * It is `navigator.gpu` of a page, or `create([])` of the npm package `webgpu`.
 */
export interface Gpu {
  requestAdapter(options?: object): Promise<GpuAdapter | null>;
}

/** A graphics processor that was found. */
export interface GpuAdapter {
  readonly limits: Readonly<Record<string, number>>;
  readonly info?: Readonly<Record<string, string>>;
  requestDevice(options?: {
    readonly requiredLimits?: Readonly<Record<string, number>>;
  }): Promise<OpenedGpu>;
}

export interface GpuBuffer {
  mapAsync(mode: number): Promise<void>;
  getMappedRange(): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

interface GpuComputePass {
  setPipeline(pipeline: object): void;
  setBindGroup(index: number, group: object): void;
  dispatchWorkgroups(x: number, y?: number): void;
  dispatchWorkgroupsIndirect(buffer: GpuBuffer, at: number): void;
  end(): void;
}

export interface GpuEncoder {
  beginComputePass(): GpuComputePass;
  clearBuffer(buffer: GpuBuffer, at: number, bytes: number): void;
  copyBufferToBuffer(
    from: GpuBuffer,
    fromAt: number,
    to: GpuBuffer,
    toAt: number,
    bytes: number,
  ): void;
  finish(): object;
}

/** A graphics processor that was opened; `GPUDevice` of WebGPU. */
export interface OpenedGpu {
  readonly lost: Promise<{ readonly reason: string; readonly message: string }>;
  readonly queue: {
    writeBuffer(buffer: GpuBuffer, at: number, data: ArrayBufferView<ArrayBuffer>): void;
    submit(commands: readonly object[]): void;
  };
  createBuffer(options: { readonly size: number; readonly usage: number }): GpuBuffer;
  createShaderModule(options: { readonly code: string }): object;
  createBindGroupLayout(options: object): object;
  createPipelineLayout(options: object): object;
  createComputePipelineAsync(options: object): Promise<object>;
  createBindGroup(options: object): object;
  createCommandEncoder(): GpuEncoder;
  pushErrorScope(filter: "validation" | "out-of-memory" | "internal"): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
  destroy(): void;
}

/** Numbers of the specification, because Node has no globals for them. */
export const usage = {
  mapRead: 0x1,
  copyFrom: 0x4,
  copyTo: 0x8,
  uniform: 0x40,
  storage: 0x80,
  indirect: 0x100,
} as const;
