import { trainDigits } from "../trained.ts";
import { surroundings } from "./surroundings.ts";

surroundings.onmessage = async ({ data }) => {
  try {
    for (const where of data as readonly (number | "gpu")[]) {
      const trained = where === "gpu" ? trainDigits(1, "gpu") : trainDigits(where);
      surroundings.postMessage(await trained);
    }
    surroundings.postMessage("end");
  } catch (error) {
    // A rejected promise of a module would reach the page without its text.
    setTimeout(() => {
      throw error;
    });
  }
};
