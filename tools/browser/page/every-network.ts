// The page that runs every published network in a worker, which posts "end" when it is done.
import { startReports } from "./report.ts";
import { surroundings } from "./surroundings.ts";

const reports = startReports();
const worker = new surroundings.Worker(new URL("./every-network.worker.ts", import.meta.url), {
  type: "module",
});
worker.onerror = ({ message }) => reports.fail(message ?? "The worker could not be loaded.");
worker.onmessage = ({ data }) => {
  if (data === "end") reports.end();
  else reports.message(data);
};
