// The page that runs every published network, each time in a new worker: a browser gives back the
// address space of a memory when its worker ends, and otherwise when it likes.
import { networkNames } from "../runs.ts";
import { type Sharding, shardings } from "../shardings.ts";
import { startReports } from "./report.ts";
import { surroundings } from "./surroundings.ts";

const reports = startReports();

interface Task {
  readonly name: string;
  readonly sharding: Sharding;
}

function run([task, ...rest]: readonly Task[]): void {
  if (task === undefined) {
    reports.end();
    return;
  }
  const worker = new surroundings.Worker(new URL("./every-network.worker.ts", import.meta.url), {
    type: "module",
  });
  worker.onerror = ({ message }) => reports.fail(message ?? "The worker could not be loaded.");
  worker.onmessage = ({ data }) => {
    if (data !== "end") {
      reports.message(data);
      return;
    }
    worker.terminate();
    run(rest);
  };
  worker.postMessage(task);
}

run(networkNames.flatMap((name) => shardings.map((sharding) => ({ name, sharding }))));
