import {
  chooseProcessor,
  type ProcessorAccess,
} from "../../packages/training/src/processor/index.ts";
import {
  boundedWindows,
  boundOf,
  compareWithBound,
  drawCase,
  gradientsOf,
} from "../../packages/training/test/bounded-cases.ts";
import {
  mostDifference,
  processorCases,
  trainingDifferences,
} from "../../packages/training/test/processor-cases.ts";
import type { Gpu } from "../../plugins/backend-webgpu/src/index.ts";
import type { Claim } from "./compare-networks.ts";

/** Models of neurons that are trained in a short test; the other cases have one of them. */
const shortModels = ["lif-delta", "lif-curr-exp", "lif-cond-exp"];

/** Train small networks on a graphics processor, by default the page's; the results must be the CPU's within their bounds. */
export async function* trainOnGraphics(isLong: boolean, gpu?: Gpu): AsyncGenerator<Claim> {
  const chosen = processorCases.filter(
    ({ model }) => isLong || model === undefined || shortModels.includes(model),
  );
  const accessOf = async (request: Parameters<typeof chooseProcessor>[0]) => {
    const given = gpu === undefined ? request : { ...request, gpu };
    const { access } = await chooseProcessor({ ...given, processor: "gpu" });
    return access as ProcessorAccess;
  };
  for (const one of chosen) {
    const found = await trainingDifferences(one, await accessOf(one.request));
    const text = JSON.stringify(found);
    const holds = Object.values(found).every((difference) => difference < mostDifference);
    yield { claim: `training with ${one.name}: relative differences ${text}`, holds };
  }
  let bounded = 0;
  const drawn = Array.from({ length: isLong ? 12 : 3 }, (_, seed) => drawCase(seed));
  for (const [k, one] of [...drawn, ...boundedWindows].entries()) {
    const bound = boundOf(one);
    if (bound === undefined) continue;
    bounded++;
    const { gradients } = await gradientsOf(one, await accessOf(one.request));
    const outside = gradients.map((own) => compareWithBound(bound, own).outside);
    yield {
      claim: `gradients ${k}: ${outside.join(" and ")} on the CPU and a processor leave their bound`,
      holds: outside.every((count) => count === 0),
    };
  }
  // Rounding decides about a spike in few of them.
  yield { claim: `${bounded} gradients have bounds`, holds: bounded > drawn.length };
}
