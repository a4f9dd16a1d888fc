import { graphicsNetworks, runGraphics } from "../graphics-runs.ts";
import { surroundings } from "./surroundings.ts";

surroundings.onmessage = async () => {
  try {
    for (const name of graphicsNetworks) {
      surroundings.postMessage(await runGraphics(name, "worker"));
    }
    surroundings.postMessage("end");
  } catch (error) {
    // A rejected promise of a module would reach the page without its text.
    setTimeout(() => {
      throw error;
    });
  }
};
