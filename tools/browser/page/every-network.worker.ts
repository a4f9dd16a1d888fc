import { runNetworks } from "../runs.ts";
import { shardings } from "../shardings.ts";
import { surroundings } from "./surroundings.ts";

try {
  await runNetworks(shardings, (outcome) => surroundings.postMessage(outcome));
  surroundings.postMessage("end");
} catch (error) {
  // A rejected promise of a module would reach the page without its text.
  setTimeout(() => {
    throw error;
  });
}
