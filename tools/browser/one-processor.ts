import type { OpenedGpu } from "@spikeloom/code/processor";
import type { Gpu } from "../../plugins/backend-webgpu/src/index.ts";

/** Dawn ends the process if its access to processors is collected before a run ends. */
const opened: Gpu[] = [];

/**
 * Open one processor for all simulations, so that each shader is compiled once.
 *
 * Every adapter that is requested opens it again; destroying it destroys only the buffers created since.
 */
export async function oneProcessor(gpu: Gpu): Promise<Gpu> {
  opened.push(gpu);
  const adapter = await gpu.requestAdapter();
  if (adapter === null) throw new Error("There is no adapter.");
  const processor = await adapter.requestDevice();
  const modules = new Map<string, object>();
  const pipelines = new Map<object, Promise<object>>();
  const open = (): OpenedGpu => {
    const buffers: ReturnType<OpenedGpu["createBuffer"]>[] = [];
    return {
      lost: processor.lost,
      queue: processor.queue,
      createBuffer(options) {
        const buffer = processor.createBuffer(options);
        buffers.push(buffer);
        return buffer;
      },
      createShaderModule(options) {
        const module = modules.get(options.code) ?? processor.createShaderModule(options);
        modules.set(options.code, module);
        return module;
      },
      createBindGroupLayout: (options) => processor.createBindGroupLayout(options),
      createPipelineLayout: (options) => processor.createPipelineLayout(options),
      createBindGroup: (options) => processor.createBindGroup(options),
      createComputePipelineAsync(options) {
        const { module } = (options as { readonly compute: { readonly module: object } }).compute;
        const pipeline = pipelines.get(module) ?? processor.createComputePipelineAsync(options);
        pipelines.set(module, pipeline);
        return pipeline;
      },
      createCommandEncoder: () => processor.createCommandEncoder(),
      pushErrorScope: (filter) => processor.pushErrorScope(filter),
      popErrorScope: () => processor.popErrorScope(),
      destroy() {
        for (const buffer of buffers) buffer.destroy();
      },
    };
  };
  const { limits, info = {} } = adapter;
  return { requestAdapter: async () => ({ limits, info, requestDevice: async () => open() }) };
}
