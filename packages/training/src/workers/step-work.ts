import type { RateCost, TrainingLoss } from "@spikeloom/kernel";
import { passMachine } from "../machine/machine.ts";
import { writePasses } from "../machine/passes.ts";
import { trainingMemory } from "../memory/training-memory.ts";
import { parseOptimiser } from "../optimisers/optimiser-code.ts";
import { exampleRun } from "../run/example-run.ts";
import type { RunParts } from "../run/run-parts.ts";
import { sliceUpdate } from "../run/slices.ts";
import { blockTakers } from "../run/take-block.ts";
import { loadOrigin } from "./load-origin.ts";
import type { PostedTask } from "./posted-task.ts";
import type { ThreadWork } from "./thread-work.ts";

/** Create the work of a thread that trains networks stepwise. */
export async function stepWork(task: PostedTask): Promise<ThreadWork> {
  const { program, plan, memory: given, type, request } = task;
  const [loss, ...costs] = await Promise.all([
    loadOrigin<TrainingLoss>(task.loss),
    ...task.costs.map((one) => loadOrigin<RateCost>(one)),
  ] as const);
  const memory = trainingMemory(0, type, { memory: given });
  const optimiser = parseOptimiser(request.optimiser);
  const passes = writePasses(program, plan, { read: request.readout, optimiser });
  const machine = passMachine(passes, { memory: given, type, target: "wasm", shared: true });
  const parts: RunParts = { program, plan, memory, machine };
  const run = exampleRun(parts, { ...request, loss, costs });
  const update = sliceUpdate(parts);
  const takerOf = blockTakers(parts, run);
  return {
    get at() {
      return run.at;
    },
    follow: memory.follow,
    partsOf(kind, shared) {
      if (kind === "update") {
        return (slice) => {
          if (!update.take(slice, shared.blocks)) shared.noteOdd();
        };
      }
      const place = shared.batch();
      run.open(place);
      return takerOf({ size: place.size, learns: kind === "learn" }).take;
    },
  };
}
