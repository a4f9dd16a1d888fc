// The page that runs shaders, with jobs written by Node.
import type { ShaderJob, ShaderOutcome, ShaderStep, Words } from "../shaders/shader-case.ts";
import { type GraphicsBuffer, type GraphicsProcessor, requestGraphics } from "./graphics.ts";
import { startReports } from "./report.ts";

const reports = startReports();
const usage = { read: 1, copyFrom: 4, copyTo: 8, uniform: 64, storage: 128 } as const;
/** Of a stage: compute. */
const visibility = 4;
const workgroup = 64;

interface Prepared {
  readonly job: ShaderJob;
  readonly graphics: GraphicsProcessor;
  readonly pipeline: unknown;
  readonly group: unknown;
  readonly given: GraphicsBuffer;
  readonly buffers: ReadonlyMap<string, GraphicsBuffer>;
}

async function compile(graphics: GraphicsProcessor, job: ShaderJob): Promise<Prepared | string[]> {
  const module = graphics.createShaderModule({ code: job.code });
  const { messages } = await module.getCompilationInfo();
  const errors = messages.filter(({ type }) => type === "error");
  if (errors.length > 0) return errors.map(({ lineNum, message }) => `line ${lineNum}: ${message}`);
  const entries = [undefined, ...job.buffers].map((buffer, binding) => {
    return { binding, visibility, buffer: { type: buffer === undefined ? "uniform" : "storage" } };
  });
  const layout = graphics.createBindGroupLayout({ entries });
  const pipeline = graphics.createComputePipeline({
    layout: graphics.createPipelineLayout({ bindGroupLayouts: [layout] }),
    compute: { module, entryPoint: "main" },
  });
  const given = graphics.createBuffer({ size: 64, usage: usage.uniform | usage.copyTo });
  const buffers = job.buffers.map(({ words }) => {
    const use = usage.storage | usage.copyFrom | usage.copyTo;
    const buffer = graphics.createBuffer({ size: 4 * words.length, usage: use });
    graphics.queue.writeBuffer(buffer, 0, Int32Array.from(words));
    return buffer;
  });
  const group = graphics.createBindGroup({
    layout,
    entries: [given, ...buffers].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  const named = new Map(job.buffers.map(({ name }, k) => [name, buffers[k] as GraphicsBuffer]));
  return { job, graphics, pipeline, group, given, buffers: named };
}

/** Run a step, and read some buffers after it. */
async function take(prepared: Prepared, step: ShaderStep, read: readonly string[]): Promise<Words> {
  const { job, graphics, pipeline, group, given, buffers } = prepared;
  graphics.queue.writeBuffer(given, 0, Int32Array.from(step.given));
  const { set } = step;
  const changed = set && buffers.get(set.buffer);
  if (set && changed) graphics.queue.writeBuffer(changed, 0, Int32Array.from(set.words));
  const encoder = graphics.createCommandEncoder();
  const pass = encoder.beginComputePass();
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, group);
  pass.dispatchWorkgroups(Math.ceil((step.given[0] ?? 0) / workgroup));
  pass.end();
  const sizes = read.map((name) => {
    return 4 * (job.buffers.find((buffer) => buffer.name === name)?.words.length ?? 0);
  });
  const size = Math.max(
    4,
    sizes.reduce((sum, bytes) => sum + bytes, 0),
  );
  const copy = graphics.createBuffer({ size, usage: usage.read | usage.copyTo });
  let at = 0;
  read.forEach((name, k) => {
    encoder.copyBufferToBuffer(buffers.get(name) as GraphicsBuffer, 0, copy, at, sizes[k] ?? 0);
    at += sizes[k] ?? 0;
  });
  graphics.queue.submit([encoder.finish()]);
  await copy.mapAsync(1);
  const words = [...new Int32Array(copy.getMappedRange()).subarray(0, at / 4)];
  copy.destroy();
  return words;
}

async function run(graphics: GraphicsProcessor, job: ShaderJob): Promise<ShaderOutcome> {
  const prepared = await compile(graphics, job);
  if (Array.isArray(prepared)) return { name: job.name, each: [], last: {}, errors: prepared };
  const each: Words[] = [];
  for (const step of job.steps) each.push(await take(prepared, step, job.each));
  const last: [string, Words][] = [];
  for (const { name } of job.buffers) {
    last.push([name, await take(prepared, { given: [0] }, [name])]);
  }
  return { name: job.name, each, last: Object.fromEntries(last), errors: [] };
}

const jobs = (await (await fetch("shader-jobs.js")).json()) as readonly ShaderJob[];
const graphics = await requestGraphics();
for (const job of jobs) {
  graphics.pushErrorScope("validation");
  const outcome = await run(graphics, job);
  const error = await graphics.popErrorScope();
  reports.message(
    error === null ? outcome : { ...outcome, errors: [...outcome.errors, error.message] },
  );
}
reports.end();
