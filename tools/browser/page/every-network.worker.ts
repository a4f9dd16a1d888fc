import type { Sharding } from "../../../packages/reproductions/src/short-runs.ts";
import { runNetwork } from "../runs.ts";
import { surroundings } from "./surroundings.ts";

surroundings.onmessage = async ({ data }) => {
  const { name, sharding } = data as { readonly name: string; readonly sharding: Sharding };
  try {
    surroundings.postMessage(await runNetwork(name, sharding));
    surroundings.postMessage("end");
  } catch (error) {
    // A rejected promise of a module would reach the page without its text.
    setTimeout(() => {
      throw error;
    });
  }
};
