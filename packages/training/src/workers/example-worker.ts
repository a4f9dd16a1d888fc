import { startedBy } from "@spikeloom/code";
import { type EventTask, eventWork } from "../event-prop/event-work.ts";
import type { PostedTask } from "./posted-task.ts";
import { signals } from "./signals.ts";
import { stepWork } from "./step-work.ts";
import { takeParts } from "./take-parts.ts";
import type { ThreadWork } from "./thread-work.ts";

// Runs in its own thread: processes blocks of each batch that the main thread has written into memory.

type Task = PostedTask | EventTask;

const works: {
  readonly [Name in Task["kind"]]: (task: Extract<Task, { kind: Name }>) => Promise<ThreadWork>;
} = { steps: stepWork, events: eventWork };

const first = startedBy();
first.onMessage(async (task: Task) => {
  const shared = signals(task.workers, task.signals);
  try {
    const work = await (works[task.kind] as (task: Task) => Promise<ThreadWork>)(task);
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

/** Execute commands of the main thread until it requests the end. */
function obey({ signals: buffer, worker, workers }: Task, work: ThreadWork): void {
  const shared = signals(workers, buffer);
  for (let heard = 0; ; ) {
    const { command, kind } = shared.hear(heard);
    heard = command;
    if (kind === "end") return;
    const fail = (error: unknown): void => {
      shared.fail(worker, work.at, error instanceof Error ? error.message : String(error));
    };
    work.follow(shared.bytes);
    const take = work.partsOf(kind, shared);
    takeParts(shared, { command, thread: worker + 1, take, fail });
  }
}
