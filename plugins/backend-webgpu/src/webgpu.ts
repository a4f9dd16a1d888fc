import type { Gpu } from "@spikeloom/code/processor";
import {
  type BackendRecord,
  type ConnectorLookup,
  checkOptionNames,
  defineBackend,
  type JobEstimate,
  type OptionNames,
  type OptionValues,
  type PluginOption,
} from "@spikeloom/kernel";
import { expectedSynapses } from "@spikeloom/network";
import {
  type NetworkProgram,
  openProjections,
  type ProjectionProgram,
  rowsOnProcessor,
} from "@spikeloom/program";
import type { RunOptions } from "./prepare.ts";

/** Where the backend computes. */
export interface WebgpuOptions {
  /** Access to graphics processors; by default that of the page, or of the npm package `webgpu`. */
  readonly gpu?: Gpu;
  /** `gpu` (default), or `cpu`: the same arithmetic without a graphics processor. */
  readonly processor?: "gpu" | "cpu";
}

const names: OptionNames<WebgpuOptions> = { gpu: true, processor: true };

/** Create the backend that simulates on a graphics processor. */
export function webgpu(options: WebgpuOptions = {}): BackendRecord {
  checkOptionNames(options, names, "webgpu");
  const { gpu, processor = "gpu" } = options;
  return defineBackend({
    name: "webgpu",
    about: "Clock-driven simulation on a graphics processor, in single precision.",
    provides: [
      "delays",
      "zero-delay",
      "escape-noise",
      "noise",
      "sources",
      "random-sources",
      "current-stimuli",
      "poisson-stimuli",
      "explicit-step",
      "procedural-connectivity",
      "synapse-models",
      "per-synapse-state",
      "stepped-synapses",
      "synapse-reads",
      "synapse-events",
      "plasticity",
      "modulators",
      "synapse-recorders",
      "checkpoint",
    ],
    options: optionsOf(processor),
    check: () => [],
    estimate: (program: NetworkProgram, _, { stack }) => estimateOf(program, stack),
    async prepare(program: NetworkProgram, job) {
      // A command that runs another backend does not load it.
      const { prepare } = await import("./prepare.ts");
      return await prepare(program, job, { options: runOptions(job.options, processor), gpu });
    },
    async prepareBatch(request) {
      // A page that runs no batches does not load it.
      const { webgpuBatch } = await import("./batch.ts");
      return webgpuBatch(request, { options: runOptions(request.options, processor), gpu });
    },
  });
}

function optionsOf(processor: "gpu" | "cpu"): Readonly<Record<string, PluginOption>> {
  return {
    precision: {
      about: "precision of the neurons' variables",
      type: "text",
      choices: ["f32"],
      default: "f32",
    },
    processor: {
      about: "where it computes: a graphics processor, or the same arithmetic on the CPU",
      type: "text",
      choices: ["gpu", "cpu"],
      default: processor,
    },
    scale: {
      about: "number of binary digits after the point of all sums; chosen by default",
      type: "integer",
      least: -100,
      most: 100,
    },
    piece: {
      about: "largest number of bytes of a buffer of synapses",
      type: "integer",
      least: 1024,
      most: 2 ** 27,
      default: 2 ** 27,
    },
    window: {
      about: "largest number of steps of a submission",
      type: "integer",
      least: 1,
      most: 4096,
      default: 256,
    },
  };
}

function runOptions(
  { processor, scale, piece = 2 ** 27, window = 256 }: OptionValues,
  usual: "gpu" | "cpu",
): RunOptions {
  return {
    processor: processor === "cpu" || processor === "gpu" ? processor : usual,
    scale: typeof scale === "number" ? scale : undefined,
    piece: Number(piece),
    window: Number(window),
  };
}

/** Bytes of a synapse on the processor, and of a neuron: some 20 slots and sums for some delays. */
const bytesOfSynapse = 8;
/** Bytes of a source neuron whose row is redrawn at each spike. */
const bytesOfSource = 16;
const bytesOfNeuron = 200;

/** Test whether the processor draws the synapses of a projection, so that they take no memory. */
function isDrawn(one: ProjectionProgram, program: NetworkProgram, stack: ConnectorLookup): boolean {
  if (!one.procedural) return false;
  const [opened] = openProjections({ ...program, projections: [one] }, { stack });
  return opened !== undefined && rowsOnProcessor(opened, program).rows !== undefined;
}

function estimateOf(program: NetworkProgram, stack: ConnectorLookup): JobEstimate {
  const projections = program.projections.map((one) => {
    const synapses = expectedSynapses(one, { ...program, stack });
    if (isDrawn(one, program, stack)) {
      const bytes = bytesOfSource * (program.populations.get(one.from)?.size ?? 0);
      return { name: one.name, synapses, bytes, reason: "redrawn at each spike" };
    }
    const bytes = bytesOfSynapse * synapses;
    return { name: one.name, synapses, bytes, reason: "two words for each synapse" };
  });
  const neurons = [...program.populations.values()].reduce((sum, { size }) => sum + size, 0);
  const synapses = projections.reduce((sum, one) => sum + one.synapses, 0);
  const parts = [
    {
      name: "synapses",
      bytes: projections.reduce((sum, one) => sum + one.bytes, 0),
      reason: `${synapses} synapses`,
    },
    { name: "neurons", bytes: bytesOfNeuron * neurons, reason: `${neurons} neurons` },
  ];
  const bytes = parts.reduce((sum, one) => sum + one.bytes, 0);
  return { neurons, synapses, bytes, parts, projections, notes: [], faults: [] };
}
