// The page that trains the digits in a worker, on one thread, and on two with shared memory or on a graphics processor.
import { startReports } from "./report.ts";
import { surroundings } from "./surroundings.ts";

const reports = startReports();
const worker = new surroundings.Worker(new URL("./train-digits.worker.ts", import.meta.url), {
  type: "module",
});
worker.onerror = ({ message }) => reports.fail(message ?? "The worker could not be loaded.");
worker.onmessage = ({ data }) => (data === "end" ? reports.end() : reports.message(data));
worker.postMessage(surroundings.crossOriginIsolated ? [1, 2] : [1, "gpu"]);
