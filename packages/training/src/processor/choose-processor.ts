import {
  adapterText,
  type Gpu,
  type GpuAdapter,
  gpuProcessor,
  isSoftwareAdapter,
  openAdapter,
  requestAdapter,
} from "@spikeloom/code/processor";
import { checkOptionNames, SpikeLoomError } from "@spikeloom/kernel";
import { printBytes } from "@spikeloom/network";
import type { TrainingProgram } from "../program/training-program.ts";
import { programOfRequest, type TrainerOptions, trainingProgramOf } from "../run/trainer.ts";
import type { TrainingRequest } from "../run/training-request.ts";
import { bufferBytes, type ProcessorAccess, processorNeeds } from "./processor-trainer.ts";
import { checkSupported, unsupported } from "./supported.ts";

/** Processor that a training runs on. */
export interface ChosenProcessor {
  /** Access to the graphics processor; undefined for the CPU. */
  readonly access?: ProcessorAccess;
  /** The processor, and the reason for it. */
  readonly about: string;
}

/**
 * Choose where a training is computed.
 *
 * `gpu` throws `SL_GPU_ADAPTER` where there is none, and `SL_TRAINING_PROCESSOR` for what has no code there. `auto` chooses the
 * CPU in both cases, for small networks, and beside adapters in software.
 */
export async function chooseProcessor(
  request: TrainingRequest,
  options: Pick<TrainerOptions, "truncate"> = {},
): Promise<ChosenProcessor> {
  checkOptionNames(options, { truncate: true }, "chooseProcessor");
  const { processor = "cpu", gpu } = request;
  if (processor === "cpu") return onCpu("as requested");
  const program = trainingProgramOf(programOfRequest(request.program), request, options);
  if (processor === "gpu") {
    checkSupported(request, program);
    return onGpu(await requestAdapter(gpu as Gpu | undefined), gpu as Gpu | undefined);
  }
  const found = unsupported(request, program);
  if (found !== undefined) return onCpu(`${found.place}: ${found.message}`);
  const products = productsOf(program);
  if (products < leastProducts) {
    return onCpu(
      `${products.toPrecision(2)} products for a sample, fewer than ${leastProducts.toPrecision(2)}`,
    );
  }
  const { memory = Number.POSITIVE_INFINITY } = request;
  const bytes = bufferBytes(processorNeeds(request, program), 1);
  if (bytes > memory) {
    return onCpu(
      `a sample takes ${printBytes(bytes)} of a graphics processor, at most ${printBytes(memory)}`,
    );
  }
  try {
    const adapter = await requestAdapter(gpu as Gpu | undefined);
    const name = adapterText(adapter);
    if (isSoftwareAdapter(adapter)) return onCpu(`the only adapter is software: ${name}`);
    return onGpu(adapter, gpu as Gpu | undefined);
  } catch (error) {
    if (!(error instanceof SpikeLoomError)) throw error;
    return onCpu(error.summary);
  }
}

/**
 * Products of a sample from which on a graphics processor is preferred.
 *
 * A batch costs three submissions and two transfers, some milliseconds together, in which a CPU that skips absent spikes computes
 * some 1e7 products; with 64 samples in a batch and one spike in twenty steps this is as many products for a sample. It is an
 * estimate: no graphics processor was measured.
 */
const leastProducts = 5e6;

/** Count the products of all weights and steps of a sample. */
function productsOf({ projections, steps }: TrainingProgram): number {
  return projections.reduce((sum, one) => sum + one.sources * one.targets * steps, 0);
}

const onCpu = (reason: string): ChosenProcessor => ({ about: `CPU (${reason})` });

const most = 2 ** 30;

function onGpu(adapter: GpuAdapter, gpu: Gpu | undefined): ChosenProcessor {
  const about = adapterText(adapter);
  const limits = ["maxStorageBufferBindingSize", "maxBufferSize"].map(
    (name) => adapter.limits[name] ?? 2 ** 27,
  );
  let unused: GpuAdapter | undefined = adapter;
  return {
    about: `graphics processor: ${about}`,
    access: {
      most: Math.min(most, ...limits),
      async open(needed) {
        // An adapter opens one processor.
        const own = unused ?? (await requestAdapter(gpu));
        unused = undefined;
        return gpuProcessor(await openAdapter(own, needed), about);
      },
    },
  };
}
