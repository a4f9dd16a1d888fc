// The workspace has Node's types; these lines declare the parts of WebGPU that a page has.

/** A buffer of a graphics processor. */
export interface GraphicsBuffer {
  mapAsync(mode: number): Promise<void>;
  getMappedRange(): ArrayBuffer;
  unmap(): void;
  destroy(): void;
}

interface Message {
  readonly message: string;
  readonly type: string;
  readonly lineNum: number;
}

interface ComputePass {
  setPipeline(pipeline: unknown): void;
  setBindGroup(index: number, group: unknown): void;
  dispatchWorkgroups(count: number): void;
  end(): void;
}

interface Encoder {
  beginComputePass(): ComputePass;
  copyBufferToBuffer(
    from: GraphicsBuffer,
    fromAt: number,
    to: GraphicsBuffer,
    toAt: number,
    bytes: number,
  ): void;
  finish(): unknown;
}

/** A graphics processor. */
export interface GraphicsProcessor {
  readonly queue: {
    writeBuffer(buffer: GraphicsBuffer, at: number, data: ArrayBufferView): void;
    submit(commands: readonly unknown[]): void;
  };
  createBuffer(options: { readonly size: number; readonly usage: number }): GraphicsBuffer;
  createShaderModule(options: { readonly code: string }): {
    getCompilationInfo(): Promise<{ readonly messages: readonly Message[] }>;
  };
  createBindGroupLayout(options: unknown): unknown;
  createPipelineLayout(options: unknown): unknown;
  createComputePipeline(options: unknown): unknown;
  createBindGroup(options: unknown): unknown;
  createCommandEncoder(): Encoder;
  pushErrorScope(filter: "validation"): void;
  popErrorScope(): Promise<{ readonly message: string } | null>;
}

interface Graphics {
  readonly gpu?: {
    requestAdapter(): Promise<{ requestDevice(): Promise<GraphicsProcessor> } | null>;
  };
}

/** Request a graphics processor, or the software that replaces one. */
export async function requestGraphics(): Promise<GraphicsProcessor> {
  const { gpu } = (globalThis as unknown as { readonly navigator: Graphics }).navigator;
  const adapter = await gpu?.requestAdapter();
  if (adapter === undefined || adapter === null) throw new Error("This browser has no WebGPU.");
  return adapter.requestDevice();
}
