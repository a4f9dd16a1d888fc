import { createStack, type Stack } from "@spikeloom/kernel";
import { defaultStack } from "../default-stack.ts";
import { chipModels } from "./chip-models.ts";

/**
 * The models of all commands, without the backends that only networks name.
 *
 * A PyNN session always runs on the clock; emulators of chips would take a tenth of its start.
 */
export const sessionStack: Stack = createStack({
  plugins: [],
  tested: [...defaultStack.records, ...chipModels],
});
