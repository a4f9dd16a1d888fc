import { GPU_COMMAND, GPU_LIMIT, GPU_LOST, GPU_MEMORY } from "../errors.ts";
import { wgslDispatch } from "../targets/wgsl/routine.ts";
import { type GpuAdapter, type GpuBuffer, type OpenedGpu, usage } from "./gpu-types.ts";
import type { BufferRange, Pass, PassOptions, Processor, ProcessorBuffer } from "./processor.ts";

interface GpuPass extends Pass {
  readonly pipeline: object;
  readonly group: object;
}

/** Largest number of workgroups in one dimension, under default limits. */
const mostGroups = 65_535;
const group = 64;
/** Of a shader stage: compute. */
const visibility = 4;

/** Sizes of the buffers that a network needs, in words. */
export interface NeededBuffers {
  readonly [name: string]: number;
}

/** Open an adapter's processor with limits that suffice for buffers of these sizes. */
export async function openAdapter(adapter: GpuAdapter, needed: NeededBuffers): Promise<OpenedGpu> {
  const requiredLimits: Record<string, number> = {};
  for (const [what, words] of Object.entries(needed)) {
    for (const limit of ["maxStorageBufferBindingSize", "maxBufferSize"]) {
      const most = adapter.limits[limit] ?? 0;
      if (4 * words > most) throw GPU_LIMIT({ limit, what, most, needed: 4 * words });
      const usual = limit === "maxBufferSize" ? 2 ** 28 : 2 ** 27;
      if (4 * words > usual) {
        requiredLimits[limit] = Math.max(requiredLimits[limit] ?? 0, 4 * words);
      }
    }
  }
  try {
    return await adapter.requestDevice({ requiredLimits });
  } catch (error) {
    throw GPU_COMMAND({ got: String(error) });
  }
}

/** Create a processor that computes on a graphics processor. */
export function gpuProcessor(processor: OpenedGpu, about: string): Processor {
  const buffers = new Map<ProcessorBuffer, GpuBuffer>();
  let bytes = 0;
  let reached = 0;
  let isClosed = false;
  let loss: string | undefined;
  const lost = processor.lost.then(({ reason, message }) => {
    loss = `${reason}: ${message}`;
    return loss;
  });
  /** Errors of commands so far; a rejection that is awaited later would end the process. */
  const found: Promise<Error | undefined>[] = [];
  const guarded = <Made>(make: () => Made): Made => {
    processor.pushErrorScope("out-of-memory");
    processor.pushErrorScope("validation");
    const made = make();
    const scopes = [processor.popErrorScope(), processor.popErrorScope()].map((scope) =>
      // Scopes of a lost processor may be rejected; the loss is reported instead.
      scope.catch(() => null),
    );
    found.push(
      Promise.all(scopes).then(([invalid, exhausted]) => {
        if (exhausted) return GPU_MEMORY({ bytes, got: exhausted.message });
        return invalid ? GPU_COMMAND({ got: invalid.message }) : undefined;
      }),
    );
    return made;
  };
  const create = (size: number, uses: number): GpuBuffer => {
    bytes += size;
    return guarded(() => processor.createBuffer({ size, usage: uses }));
  };
  const bufferOf = (one: ProcessorBuffer): GpuBuffer => buffers.get(one) as GpuBuffer;
  const settle = async (): Promise<void> => {
    const errors = await Promise.all(found.splice(0));
    if (loss !== undefined) throw GPU_LOST({ step: reached, got: loss });
    const error = errors.find((one) => one !== undefined);
    if (error !== undefined) throw error;
  };
  const staging: { buffer?: GpuBuffer; bytes: number } = { bytes: 0 };
  const stage = (size: number): GpuBuffer => {
    if (staging.buffer !== undefined && staging.bytes >= size) return staging.buffer;
    staging.buffer?.destroy();
    staging.bytes = size;
    staging.buffer = create(size, usage.mapRead | usage.copyTo);
    return staging.buffer;
  };
  return {
    about,
    buffer({ name, holds, words, isDispatch = false }) {
      const made = { name, holds, words };
      const uses = usage.storage | usage.copyFrom | usage.copyTo;
      const size = Math.max(4, words) * 4;
      buffers.set(made, create(size, isDispatch ? uses | usage.indirect : uses));
      return made;
    },
    write({ buffer, at }, words) {
      if (words.length === 0) return;
      guarded(() => processor.queue.writeBuffer(bufferOf(buffer), 4 * at, words));
    },
    async passes(all) {
      const passes = await Promise.all(
        all.map((one) => compile(one, { processor, create, bufferOf })),
      );
      await settle();
      return passes;
    },
    async submit({ cleared, record, read, step }) {
      reached = step;
      if (loss !== undefined) throw GPU_LOST({ step: reached, got: loss });
      const size = read.reduce((sum, { words }) => sum + 4 * words, 0);
      const copy = size === 0 ? undefined : stage(size);
      guarded(() => encode(processor, { cleared, record, read, bufferOf, copy }));
      const failed = lost.then((got) => {
        throw GPU_LOST({ step: reached, got });
      });
      // Closing a processor also resolves `lost`.
      failed.catch(() => undefined);
      const mapped = copy?.mapAsync(1).then(
        () => undefined,
        (error: unknown) => GPU_COMMAND({ got: String(error) }),
      );
      const unmapped = await Promise.race([mapped, failed]);
      if (unmapped !== undefined) {
        // A lost processor rejects the mapping before it says that it is lost.
        await Promise.race([failed, new Promise((resolve) => setTimeout(resolve, 100))]);
      }
      // The reason why a buffer could not be created explains more than the mapping of it.
      await Promise.race([settle(), failed]);
      if (unmapped !== undefined) throw unmapped;
      if (copy === undefined) return [];
      const words = new Int32Array(copy.getMappedRange()).slice();
      copy.unmap();
      let at = 0;
      return read.map((range) => {
        const part = words.subarray(at, at + range.words);
        at += range.words;
        return part;
      });
    },
    settle,
    close() {
      if (isClosed) return;
      isClosed = true;
      processor.destroy();
    },
  };
}

async function compile(
  { routine, buffers, locate, invocations = -1 }: PassOptions,
  {
    processor,
    create,
    bufferOf,
  }: {
    readonly processor: OpenedGpu;
    readonly create: (size: number, uses: number) => GpuBuffer;
    readonly bufferOf: (buffer: ProcessorBuffer) => GpuBuffer;
  },
): Promise<GpuPass> {
  const names = new Map(buffers.map((one, k) => [one, `b${k}_${one.name}`]));
  const code = wgslDispatch(routine, {
    bindings: buffers.map((one) => ({ name: names.get(one) as string, holds: one.holds })),
    placeOf(array) {
      const { buffer, at } = locate(array);
      return { binding: names.get(buffer) as string, at };
    },
  });
  const entries = [undefined, ...buffers].map((buffer, binding) => {
    return { binding, visibility, buffer: { type: buffer === undefined ? "uniform" : "storage" } };
  });
  const layout = processor.createBindGroupLayout({ entries });
  const module = processor.createShaderModule({ code });
  const given = create(16, usage.uniform | usage.copyTo);
  processor.queue.writeBuffer(given, 0, Int32Array.of(invocations, 0, 0, 0));
  const resources = [given, ...buffers.map(bufferOf)];
  const bound = processor.createBindGroup({
    layout,
    entries: resources.map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  try {
    const pipeline = await processor.createComputePipelineAsync({
      layout: processor.createPipelineLayout({ bindGroupLayouts: [layout] }),
      compute: { module, entryPoint: "main" },
    });
    return { name: routine.name, pipeline, group: bound };
  } catch (error) {
    throw GPU_COMMAND({ got: `${routine.name}: ${String(error)}` });
  }
}

interface Encoding {
  readonly cleared: readonly BufferRange[];
  readonly record: Parameters<Processor["submit"]>[0]["record"];
  readonly read: readonly BufferRange[];
  readonly bufferOf: (buffer: ProcessorBuffer) => GpuBuffer;
  readonly copy: GpuBuffer | undefined;
}

function encode(processor: OpenedGpu, { cleared, record, read, bufferOf, copy }: Encoding): void {
  const encoder = processor.createCommandEncoder();
  for (const { buffer, at, words } of cleared) {
    encoder.clearBuffer(bufferOf(buffer), 4 * at, 4 * words);
  }
  const pass = encoder.beginComputePass();
  const use = (one: Pass): void => {
    const { pipeline, group: bound } = one as GpuPass;
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, bound);
  };
  record({
    run(one, invocations) {
      if (invocations === 0) return;
      use(one);
      const groups = Math.ceil(invocations / group);
      const rows = Math.ceil(groups / mostGroups);
      pass.dispatchWorkgroups(Math.ceil(groups / rows), rows);
    },
    runListed(one, dispatch) {
      use(one);
      pass.dispatchWorkgroupsIndirect(bufferOf(dispatch), 0);
    },
  });
  pass.end();
  let at = 0;
  for (const range of read) {
    if (copy === undefined) continue;
    encoder.copyBufferToBuffer(bufferOf(range.buffer), 4 * range.at, copy, at, 4 * range.words);
    at += 4 * range.words;
  }
  processor.queue.submit([encoder.finish()]);
}
