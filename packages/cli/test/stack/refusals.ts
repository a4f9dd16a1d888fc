// Prints the refusals of each named plugin, because starting the command for each takes longer.
import type { SpikeLoomError } from "@spikeloom/kernel";
import { chooseStack } from "../../src/stack/choose-stack.ts";

const refusals: string[] = [];
for (const plugin of process.argv.slice(2)) {
  const fault = await chooseStack(undefined, { plugin: [plugin] }).catch(
    (one: SpikeLoomError) => one,
  );
  refusals.push(fault instanceof Error ? fault.message : "taken");
}
console.log(JSON.stringify(refusals));
