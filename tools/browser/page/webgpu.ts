// The page that simulates on its graphics processor, in its main thread and in a worker.
import { graphicsNetworks, runGraphics } from "../graphics-runs.ts";
import { startReports } from "./report.ts";
import { surroundings } from "./surroundings.ts";

const reports = startReports();
for (const name of graphicsNetworks) reports.message(await runGraphics(name, "page"));
const worker = new surroundings.Worker(new URL("./webgpu.worker.ts", import.meta.url), {
  type: "module",
});
worker.onerror = ({ message }) => reports.fail(message ?? "The worker could not be loaded.");
worker.onmessage = ({ data }) => {
  if (data === "end") reports.end();
  else reports.message(data);
};
worker.postMessage("start");
