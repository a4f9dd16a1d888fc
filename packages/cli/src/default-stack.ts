import { formats } from "@spikeloom/interop/formats";
import { createStack, type Stack } from "@spikeloom/kernel";
import { learning } from "@spikeloom/learning";
import { pynnFormat } from "@spikeloom/pynn/format";
import { networkStack } from "./network-stack.ts";

/** All plugins that are included in SpikeLoom. */
export const defaultStack: Stack = createStack({
  plugins: [],
  tested: [...networkStack.records, ...learning, ...formats, pynnFormat],
});
