import { trainDigits } from "../trained.ts";
import { surroundings } from "./surroundings.ts";

surroundings.onmessage = async ({ data }) => {
  try {
    for (const workers of data as readonly number[]) {
      surroundings.postMessage(await trainDigits(workers));
    }
    surroundings.postMessage("end");
  } catch (error) {
    // A rejected promise of a module would reach the page without its text.
    setTimeout(() => {
      throw error;
    });
  }
};
