import { runNetwork } from "../runs.ts";
import type { Sharding } from "../shardings.ts";
import { surroundings } from "./surroundings.ts";

surroundings.onmessage = async ({ data }) => {
  const { name, sharding } = data as { readonly name: string; readonly sharding: Sharding };
  try {
    await runNetwork(name, [sharding], (outcome) => surroundings.postMessage(outcome));
    surroundings.postMessage("end");
  } catch (error) {
    // A rejected promise of a module would reach the page without its text.
    setTimeout(() => {
      throw error;
    });
  }
};
