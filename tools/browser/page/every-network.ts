// The page that runs every published network, two at a time and each in a new worker: a browser frees
// the address space of a memory when its worker ends, and otherwise at an unpredictable time.
import type { Sharding } from "../../../packages/reproductions/src/short-runs.ts";
import { browserShardings, networkNames } from "../runs.ts";
import { startReports } from "./report.ts";
import { surroundings } from "./surroundings.ts";

const reports = startReports();

interface Task {
  readonly name: string;
  readonly sharding: Sharding;
}

const tasks: Task[] = networkNames.flatMap((name) =>
  browserShardings(name).map((sharding) => ({ name, sharding })),
);

/** Run one task after another until none is left. */
async function work(): Promise<void> {
  for (let task = tasks.shift(); task !== undefined; task = tasks.shift()) await run(task);
}

function run(task: Task): Promise<void> {
  const worker = new surroundings.Worker(new URL("./every-network.worker.ts", import.meta.url), {
    type: "module",
  });
  return new Promise((resolve) => {
    worker.onerror = ({ message }) => reports.fail(message ?? "The worker could not be loaded.");
    worker.onmessage = ({ data }) => {
      if (data === "end") {
        worker.terminate();
        resolve();
      } else reports.message(data);
    };
    worker.postMessage(task);
  });
}

await Promise.all([work(), work()]);
reports.end();
