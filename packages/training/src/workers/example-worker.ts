import { startedBy } from "@spikeloom/code";
import type { LearningRequest, RateCost, TrainingLoss } from "@spikeloom/kernel";
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
import { type Kind, type Signals, signals } from "./signals.ts";
import { takeParts } from "./take-parts.ts";

// Runs in a thread of its own: takes blocks of each batch that the first thread has written into memory.

const first = startedBy();
first.onMessage(async (task: PostedTask) => {
  const shared = signals(task.workers, task.signals);
  try {
    const [loss, ...costs] = await Promise.all([
      loadOrigin<TrainingLoss>(task.loss),
      ...task.costs.map((one) => loadOrigin<RateCost>(one)),
    ] as const);
    const work = workOf(task, { loss, costs });
    shared.begin(task.worker, true);
    first.post("started");
    obey(task, work);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    shared.fail(task.worker, 0, reason);
    shared.begin(task.worker, false);
    first.post(reason);
  }
});

function workOf(
  { program, plan, memory: given, type, request }: PostedTask,
  numbers: Pick<LearningRequest, "loss" | "costs">,
) {
  const memory = trainingMemory(0, type, { memory: given });
  const optimiser = parseOptimiser(request.optimiser);
  const passes = writePasses(program, plan, { read: request.readout, optimiser });
  const machine = passMachine(passes, { memory: given, type, target: "wasm", shared: true });
  const parts: RunParts = { program, plan, memory, machine };
  const run = exampleRun(parts, { ...request, ...numbers });
  return { parts, run, update: sliceUpdate(parts), takerOf: blockTakers(parts, run) };
}

type Work = ReturnType<typeof workOf>;

/** Do what the first thread asks for, until it asks to end. */
function obey({ signals: buffer, worker, workers }: PostedTask, work: Work): void {
  const shared = signals(workers, buffer);
  for (let heard = 0; ; ) {
    const { command, kind } = shared.hear(heard);
    heard = command;
    if (kind === "end") return;
    const fail = (error: unknown): void => {
      shared.fail(worker, work.run.at, error instanceof Error ? error.message : String(error));
    };
    work.parts.memory.follow(shared.bytes);
    const take = partsOf(kind, shared, work);
    takeParts(shared, { command, thread: worker + 1, take, fail });
  }
}

/** Give what does a part of what is asked for. */
function partsOf(
  kind: Exclude<Kind, "end">,
  shared: Signals,
  { run, update, takerOf }: Work,
): (part: number) => void {
  if (kind === "update") {
    return (slice) => {
      if (!update.take(slice, shared.blocks)) shared.noteOdd();
    };
  }
  const place = shared.batch();
  run.open(place);
  return takerOf({ size: place.size, learns: kind === "learn" }).take;
}
