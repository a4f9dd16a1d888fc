import type { Command } from "commander";
import type { CompareCommandOptions } from "../commands/compare.ts";
import type { Act } from "./act.ts";
import { jsonOption } from "./json-option.ts";
import { addPluginOptions } from "./plugin-options.ts";
import { outsideOption } from "./run-options.ts";

/** Say what `spikeloom compare` is given, and what it does. */
export function describeCompare(command: Command, act: Act): void {
  command
    .description(
      "Measure two trained networks on the samples that each was tested with: accuracy with its interval, loss, spikes, synaptic operations, " +
        "multiplications, memory, the time after which an answer stays, and energy from the least to the most that was " +
        "published, with its sources.",
    )
    .argument("<first>", "a network that spikeloom train has written")
    .argument("<second>", "another one")
    .addOption(outsideOption());
  addPluginOptions(command)
    .option(...jsonOption)
    .action((first: string, second: string, options: CompareCommandOptions) =>
      act(async () =>
        (await import("../commands/compare.ts")).compareCommand(first, second, options),
      ),
    );
}
